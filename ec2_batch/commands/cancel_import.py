"""`studentcloud cancel`."""

import json

import click

from ec2_batch.client.api import connect
from ec2_batch.client.import_jobs import as_json
from ec2_batch.client.move_import import cancel_import
from ec2_batch.commands.await_import import sentence
from schema.access.roles import Role


@click.command("cancel")
@click.argument("job")
@click.option("--json", "as_object", is_flag=True, help="Print the outcome as one JSON object.")
def command(job: str, as_object: bool) -> None:
    """Cancel an import, by its id.

    Rows at hand are still written, and what is written stays: see `studentcloud undo`.
    """
    cancelled = cancel_import(connect(Role.OPERATOR), job)
    click.echo(json.dumps(as_json(cancelled), indent=2) if as_object else sentence(cancelled))
