"""`studentcloud jobs`."""

import json

import click

from ec2_batch.client.api import connect
from ec2_batch.client.import_jobs import as_json, list_imports
from ec2_batch.commands.screen import print_table
from schema.access.roles import Role


@click.command("jobs")
@click.option("--most", type=click.IntRange(1, 100), default=20, show_default=True)
@click.option("--json", "as_object", is_flag=True, help="Print them as one JSON array.")
def command(most: int, as_object: bool) -> None:
    """List imports, the newest first."""
    jobs = [as_json(job) for job in list_imports(connect(Role.OPERATOR), most)]
    if as_object:
        click.echo(json.dumps(jobs, indent=2))
    elif jobs:
        shown = ("id", "file", "state", "rows", "imported", "unchanged", "rejected")
        print_table(shown, ([job[name] for name in shown] for job in jobs))
    else:
        click.echo("There are no imports yet: `studentcloud import FILE` starts one.")
