"""Imports, as commands ask for them and print them."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from ec2_batch.client.api import Api
from schema.formats import ImportFormatName

JOB = """
fragment Job on ImportJob {
  id fileName state message createdAt
  rowsTotal rowsCreated rowsUpdated rowsUnchanged rowsRejected
}
"""
CREATE = f"""
mutation ImportCreate($input: ImportCreateInput!) {{
  importCreate(input: $input) {{
    importJob {{ ...Job }}
    upload {{ url fields {{ name value }} }}
    userErrors {{ message }}
  }}
}}
{JOB}"""
FIND = f"query ImportJob($id: ID!) {{ importJob(id: $id) {{ ...Job }} }}{JOB}"
LIST = f"""
query ImportJobs($first: Int!) {{ importJobs(first: $first) {{ nodes {{ ...Job }} }} }}
{JOB}"""
ISSUES = """
query ImportIssues($id: ID!, $after: String) {
  importJob(id: $id) {
    issues(first: 100, after: $after) {
      nodes { file line columnName code value message }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
REJECTED_ROWS = "query RejectedRows($id: ID!) { importJob(id: $id) { rejectedRowsUrl } }"
GOOD_ENDS = frozenset({"COMPLETED", "COMPLETED_WITH_ISSUES", "UNDONE", "PARTIALLY_UNDONE"})
MOVING = frozenset({"AWAITING_UPLOAD", "VALIDATING", "APPLYING", "UNDOING"})

Job = Mapping[str, Any]  # with the fields of JOB


def create_import(
    api: Api, file_name: str, file_format: str | None, asked: Mapping[str, bool]
) -> tuple[Job, dict[str, Any]]:
    """Ask for an import, as `asked` of importCreate; return the job and its upload form."""
    kind = {"format": ImportFormatName(file_format).name} if file_format else {}
    made = api.change(CREATE, {"fileName": file_name, **kind, **asked})
    return made["importJob"], made["upload"]


def find_import(api: Api, job_id: str) -> Job:
    """Return an import by its id.

    Raises:
        ClickException: there is none to see.
    """
    found: Job | None = api.ask(FIND, {"id": job_id})["importJob"]
    if found is None:
        raise click.ClickException(f"There is no import {job_id}: `studentcloud jobs` lists them.")
    return found


def list_imports(api: Api, most: int) -> list[Job]:
    """Return imports, the newest first."""
    found: list[Job] = api.ask(LIST, {"first": most})["importJobs"]["nodes"]
    return found


def issues(api: Api, job_id: str) -> Iterator[dict[str, Any]]:
    """Yield all that is wrong with an import's rows, in the file's order."""
    after = None
    while True:
        page = api.ask(ISSUES, {"id": job_id, "after": after})["importJob"]["issues"]
        for issue in page["nodes"]:
            yield {"column" if name == "columnName" else name: issue[name] for name in issue}
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def rejected_rows_url(api: Api, job_id: str) -> str:
    """Return where an import's rejected rows can be downloaded.

    Raises:
        ClickException: there are none to have.
    """
    url: str | None = api.ask(REJECTED_ROWS, {"id": job_id})["importJob"]["rejectedRowsUrl"]
    if url is None:
        raise click.ClickException(
            "There are no rejected rows to download: the import is not completed, no row of it was"
            " rejected, or that was more than a week ago."
        )
    return url


def as_json(job: Job) -> dict[str, Any]:
    """Return what scripts are told of an import."""
    return {
        "id": job["id"],
        "state": job["state"],
        "file": job["fileName"],
        "message": job["message"],
        "rows": job["rowsTotal"],
        "imported": job["rowsCreated"] + job["rowsUpdated"],
        "unchanged": job["rowsUnchanged"],
        "rejected": job["rowsRejected"],
    }
