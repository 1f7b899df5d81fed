"""`studentcloud import`."""

import json
from pathlib import Path

import click

from ec2_batch.client.api import connect
from ec2_batch.client.import_jobs import as_json, create_import
from ec2_batch.client.upload import form_of, send_file
from ec2_batch.commands.await_import import await_import, tell_import
from ec2_batch.commands.screen import plain, sending
from ec2_batch.commands.tell_plan import tell_plan
from schema.access.roles import Role
from schema.formats import FORMATS


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "file_format",
    type=click.Choice([each.value for each in FORMATS]),
    help="What the file holds, see `studentcloud formats`; found out from the file if left out.",
)
@click.option("--apply", "at_once", is_flag=True, help="Write good rows without a look at them.")
@click.option(
    "--deactivate-missing",
    is_flag=True,
    help="Put records out of use that the file does not name.",
)
@click.option("--wait", is_flag=True, help="With --apply: wait until the rows are in the records.")
@click.option("--json", "as_object", is_flag=True, help="Print the outcome as one JSON object.")
def command(
    file: Path,
    file_format: str | None,
    at_once: bool,
    deactivate_missing: bool,
    wait: bool,
    as_object: bool,
) -> None:
    """Upload a CSV file or a OneRoster zip, and show what an import would do or --apply it.

    Good rows are written, the others come back as issues. It ends with 1 when the file cannot
    be imported; with --apply --wait also when the import did not end as COMPLETED or
    COMPLETED_WITH_ISSUES.
    """
    api = connect(Role.OPERATOR)
    asked = {"autoApply": at_once, "deactivateMissing": deactivate_missing}
    job, upload = create_import(api, file.name, file_format, asked)
    with sending(file.name, file.stat().st_size) as sent:
        send_file(api.http, form_of(upload), file, sent)
    if at_once and not wait:
        if as_object:
            click.echo(json.dumps(as_json(job), indent=2))
        else:
            click.echo(f"{plain(job['fileName'])} is uploaded as {job['id']}.")
            click.echo("`studentcloud jobs` shows how far its import is.")
        return
    job = await_import(api, job["id"])
    if job["state"] == "READY":
        tell_plan(api, job, as_object=as_object)
    else:
        tell_import(api, job, as_object=as_object)
