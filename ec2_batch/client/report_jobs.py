"""Reports, as commands ask for them."""

from collections.abc import Mapping
from typing import Any

import click

from ec2_batch.client.api import Api
from schema.reports import ReportName

START = """
mutation ReportStart($input: ReportStartInput!) {
  reportStart(input: $input) { reportJob { id } userErrors { message } }
}
"""
FIND = """
query ReportJob($id: ID!) {
  reportJob(id: $id) { id state progress rowsWritten message url }
}
"""
MOVING = frozenset({"QUEUED", "RUNNING"})


def start_report(api: Api, name: str) -> str:
    """Ask for a report and return its job's id."""
    job_id: str = api.change(START, {"report": ReportName(name).name})["reportJob"]["id"]
    return job_id


def find_report(api: Api, job_id: str) -> Mapping[str, Any]:
    """Return a report by its id.

    Raises:
        ClickException: it is not there any more.
    """
    found: Mapping[str, Any] | None = api.ask(FIND, {"id": job_id})["reportJob"]
    if found is None:
        raise click.ClickException(f"The report {job_id} is gone. Ask for it again.")
    return found
