"""`studentcloud import`."""

import json
import time
from itertools import islice
from pathlib import Path

import click

from ec2_batch.client.api import Api, connect
from ec2_batch.client.import_jobs import (
    GOOD_ENDS,
    MOVING,
    Job,
    as_json,
    create_import,
    find_import,
    issues,
)
from ec2_batch.client.pauses import pauses
from ec2_batch.client.upload import form_of, send_file
from ec2_batch.commands.screen import plain, sending, waiting
from schema.access.roles import Role
from schema.formats import FORMATS

SHOWN_ISSUES = 10
SLOW_SECONDS = 30  # after which somebody should look at the worker


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "file_format",
    type=click.Choice([each.value for each in FORMATS]),
    help="What the file holds, see `studentcloud formats`; found out from its columns if left out.",
)
@click.option("--wait", is_flag=True, help="Wait until the rows are in the records.")
@click.option("--json", "as_object", is_flag=True, help="Print the outcome as one JSON object.")
def command(file: Path, file_format: str | None, wait: bool, as_object: bool) -> None:
    """Upload a CSV file and import its rows.

    Good rows are written, the others come back as issues. With --wait it ends with 0 when the
    import ended as COMPLETED or COMPLETED_WITH_ISSUES, else with 1.
    """
    api = connect(Role.OPERATOR)
    job, upload = create_import(api, file.name, file_format)
    with sending(file.name, file.stat().st_size) as sent:
        send_file(api.http, form_of(upload), file, sent)
    if wait:
        job = _await_end(api, job["id"])
    if as_object:
        click.echo(json.dumps({**as_json(job), "issues": list(issues(api, job["id"]))}, indent=2))
    else:
        _tell(api, job, wait)
    if wait and job["state"] not in GOOD_ENDS:
        raise click.exceptions.Exit(1)


def _await_end(api: Api, job_id: str) -> Job:
    """Return the job once nothing more will happen to it by itself."""
    warned, began = False, time.monotonic()
    with waiting("Waiting for the worker") as tell:
        for _ in pauses():
            job = find_import(api, job_id)
            if job["state"] not in MOVING:
                return job
            if job["state"] != "AWAITING_UPLOAD":
                tell(f"{job['state'].capitalize()}: {job['rowsTotal']:,} rows")
            elif not warned and time.monotonic() - began > SLOW_SECONDS:
                warned = True
                click.echo("The worker has not begun yet: see `studentcloud doctor`.", err=True)
    raise AssertionError("pauses have no end")


def _tell(api: Api, job: Job, ended: bool) -> None:
    if not ended:
        click.echo(f"{plain(job['fileName'])} is uploaded as {job['id']}.")
        click.echo("`studentcloud jobs` shows how far its import is.")
        return
    state = job["state"].replace("_", " ").lower()
    click.echo(f"{plain(job['fileName'])} ({job['id']}): {state}. {plain(job['message'])}")
    if not job["rowsRejected"]:
        return  # of a file that cannot be read, the message says it all
    for issue in islice(issues(api, job["id"]), SHOWN_ISSUES):
        place = f"line {issue['line']}" if issue["line"] else "the file"
        column = f", {plain(issue['column'])}" if issue["column"] else ""
        click.echo(f"  {place}{column}: {plain(issue['message'])}")
    if job["rowsRejected"] > SHOWN_ISSUES:
        click.echo(f"  All of them: studentcloud errors {job['id']} --csv")
