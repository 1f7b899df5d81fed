"""`studentcloud apply`."""

import json

import click

from ec2_batch.client.api import connect
from ec2_batch.client.import_jobs import as_json, find_import
from ec2_batch.client.import_plan import read_plan
from ec2_batch.client.move_import import apply_import
from ec2_batch.commands.await_import import await_import, sentence, tell_import
from schema.access.roles import Role


@click.command("apply")
@click.argument("job")
@click.option(
    "--confirm-deactivations",
    is_flag=True,
    help="Also if more than a tenth of a kind of record, or of one term, are put out of use.",
)
@click.option("--wait", is_flag=True, help="Wait until the rows are in the records.")
@click.option("--json", "as_object", is_flag=True, help="Print the outcome as one JSON object.")
def command(job: str, confirm_deactivations: bool, wait: bool, as_object: bool) -> None:
    """Apply an import that `studentcloud import` has shown, by its id.

    What was shown is what is applied: if the records have moved on meanwhile, the import waits
    with a new plan.
    """
    api = connect(Role.OPERATOR)
    found = find_import(api, job)
    plan_hash = read_plan(api, job)["planHash"] or ""
    moved = apply_import(api, found["id"], plan_hash, confirm=confirm_deactivations)
    if wait:
        tell_import(api, await_import(api, moved["id"]), as_object=as_object)
    elif as_object:
        click.echo(json.dumps(as_json(moved), indent=2))
    else:
        click.echo(sentence(moved))
        click.echo("`studentcloud jobs` shows how far it is.")
