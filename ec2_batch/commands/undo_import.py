"""`studentcloud undo`."""

import json

import click

from ec2_batch.client.api import connect
from ec2_batch.client.import_jobs import as_json
from ec2_batch.client.move_import import undo_import
from ec2_batch.commands.await_import import await_import, sentence, tell_import
from schema.access.roles import Role


@click.command("undo")
@click.argument("job")
@click.option("--wait", is_flag=True, help="Wait until the records are as they were.")
@click.option("--json", "as_object", is_flag=True, help="Print the outcome as one JSON object.")
def command(job: str, wait: bool, as_object: bool) -> None:
    """Take an import back, by its id.

    Records that somebody has changed or used since stay and are named.
    """
    api = connect(Role.OPERATOR)
    undoing = undo_import(api, job)
    if wait:
        tell_import(api, await_import(api, undoing["id"]), as_object=as_object)
    elif as_object:
        click.echo(json.dumps(as_json(undoing), indent=2))
    else:
        click.echo(sentence(undoing))
        click.echo("`studentcloud jobs` shows how far it is.")
