"""`studentcloud report`."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ec2_batch.client.api import Api, connect
from ec2_batch.client.download import fetch_file
from ec2_batch.client.pauses import pauses
from ec2_batch.client.report_jobs import MOVING, find_report, start_report
from ec2_batch.commands.screen import waiting
from schema.access.roles import Role
from schema.reports import ReportName

SLOW_SECONDS = 30  # after which somebody should look at the worker


@click.command("report")
@click.argument("name", type=click.Choice([each.value for each in ReportName]))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="File to write; one that is there is replaced once the report is complete.",
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.REGISTRAR.value,
    show_default=True,
    help="Whose eyes to see with, of the demo users of a running `make up`.",
)
@click.option("--json", "as_object", is_flag=True, help="Print the outcome as one JSON object.")
def command(name: str, output: Path, role: str, as_object: bool) -> None:
    """Have a report written, and download it: everything that you may see."""
    if not output.parent.is_dir():
        raise click.UsageError(f"There is no folder {output.parent} to write into.")
    api = connect(Role(role))
    job = _await_end(api, start_report(api, name))
    if job["state"] != "COMPLETED":
        raise click.ClickException(job["message"] or f"The report is {job['state'].lower()}.")
    size = fetch_file(api.http, job["url"], output)
    if as_object:
        said = {"id": job["id"], "rows": job["rowsWritten"], "bytes": size, "file": str(output)}
        click.echo(json.dumps(said, indent=2))
    else:
        click.echo(f"{output}: {job['rowsWritten']:,} rows, {size:,} bytes.")


def _await_end(api: Api, job_id: str) -> Mapping[str, Any]:
    warned, began = False, time.monotonic()
    with waiting("Waiting for the worker") as tell:
        for _ in pauses():
            job = find_report(api, job_id)
            if job["state"] not in MOVING:
                return job
            if job["state"] == "RUNNING":
                tell(f"Writing: {job['progress']}%")
            elif not warned and time.monotonic() - began > SLOW_SECONDS:
                warned = True
                click.echo("The worker has not begun yet: see `studentcloud doctor`.", err=True)
    raise AssertionError("pauses have no end")
