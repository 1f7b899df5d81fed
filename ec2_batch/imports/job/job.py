"""The job's row: what it asks for, where it stands, and that nobody else has moved it on."""

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.transaction import run
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.models import ImportState

COLUMNS = """
id, state, requested_by, requested_role, format, file_name, object_key, object_version,
object_etag, size_bytes, auto_apply, chunk_no, rows_total, rows_rejected, trace_header,
deactivate_missing, deactivations_confirmed, plan_hash
"""
FIND = f"SELECT {COLUMNS} FROM import_job WHERE id = %(id)s"  # noqa: S608
FIND_BY_KEY = "SELECT id FROM import_job WHERE object_key = %(key)s"
UNFINISHED = frozenset({ImportState.AWAITING_UPLOAD, ImportState.VALIDATING, ImportState.APPLYING})


class FencedError(Exception):
    """The job is not where this worker left it: another one, or its owner, has moved it on."""


@dataclass(frozen=True, slots=True)
class Job:
    """An import job, as it stood when it was read."""

    id: int
    state: ImportState
    requested_by: str
    requested_role: Role
    format: str | None
    file_name: str
    object_key: str
    object_version: str | None
    object_etag: str | None
    size_bytes: int | None
    auto_apply: bool
    chunk_no: int  # chunks that are done
    rows_total: int  # rows that are done
    rows_rejected: int
    trace_header: str | None
    deactivate_missing: bool
    deactivations_confirmed: bool
    plan_hash: str | None  # of what somebody was shown

    @property
    def caller(self) -> Caller:
        """Return who asked for the import, and so whose policies hold."""
        return Caller(self.requested_by, self.requested_role)


def find_job(cursor: Cursor, job_id: int) -> Job | None:
    """Return a job by its id."""
    for row in run(cursor, "find import job", FIND, {"id": job_id}):
        columns = dict(zip((name.strip() for name in COLUMNS.split(",")), row, strict=True))
        columns["state"] = ImportState(columns["state"])
        columns["requested_role"] = Role(columns["requested_role"])
        return Job(**columns)
    return None


def find_job_by_key(cursor: Cursor, key: str) -> int | None:
    """Return the id of the job that an object was uploaded for."""
    rows = run(cursor, "find import job by key", FIND_BY_KEY, {"key": key})
    return rows[0][0] if rows else None


def take_step(cursor: Cursor, name: str, statement: str, parameters: dict[str, Any]) -> None:
    """Move a job on from the state that the statement names.

    Raises:
        FencedError: it is in another state by now.
    """
    run(cursor, name, statement, parameters)
    if cursor.rowcount != 1:
        raise FencedError(name)
