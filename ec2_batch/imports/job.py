"""The job's row: what it asks for, where it stands, and every step it may take."""

import json
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.keep_record import Counts
from ec2_batch.imports.plan import Plan
from ec2_batch.imports.uploaded_object import UploadedObject
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

# Each step names the state it starts from: whoever comes second finds nothing to do.
BEGIN = """
UPDATE import_job SET
    state = 'validating', object_version = %(version)s, object_etag = %(etag)s,
    size_bytes = %(size)s, started_at = now(), updated_at = now(), version = version + 1
WHERE id = %(id)s AND state = 'awaiting_upload'
"""
FOUND = """
UPDATE import_job SET
    format = %(format)s, detection = %(detection)s, message = NULL, updated_at = now()
WHERE id = %(id)s AND state IN ('validating', 'applying')
"""
# What was counted and found before is counted and found anew.
START = """
UPDATE import_job SET
    state = %(state)s, rows_total = 0, rows_created = 0, rows_updated = 0, rows_unchanged = 0,
    rows_deactivated = 0, rows_rejected = 0, updated_at = now(), version = version + 1
WHERE id = %(id)s AND state IN ('validating', 'applying') AND chunk_no = 0
"""
NO_ROOM = """
UPDATE import_job SET message = %(message)s, updated_at = now()
WHERE id = %(id)s AND state IN ('validating', 'applying')
"""
EXPECT = """
UPDATE import_job SET rows_expected = %(rows)s
WHERE id = %(id)s AND state IN ('validating', 'applying')
"""
FORGET = """
DELETE FROM import_issue WHERE import_job_id = %(id)s AND code <> 'NOT_READ';
DELETE FROM import_preview WHERE import_job_id = %(id)s
"""
PROGRESS = """
UPDATE import_job SET rows_total = rows_total + %(rows)s, updated_at = now()
WHERE id = %(id)s AND state IN ('validating', 'applying') AND chunk_no = 0
"""
PREPARE = """
UPDATE import_job SET
    state = 'ready', plan = %(plan)s, plan_hash = %(hash)s, rows_total = %(rows)s,
    rows_rejected = %(rejected)s, message = %(message)s, deactivations_confirmed = false,
    updated_at = now(), version = version + 1
WHERE id = %(id)s AND state IN ('validating', 'applying') AND chunk_no = 0
"""
# The fence: of two workers on one job, the second waits here and then finds the chunk done.
FENCE = """
UPDATE import_job SET chunk_no = chunk_no + 1, tries = 1, updated_at = now()
WHERE id = %(id)s AND chunk_no = %(done)s AND state = 'applying'
"""
COUNT = """
UPDATE import_job SET
    rows_total = rows_total + %(total)s, rows_created = rows_created + %(created)s,
    rows_updated = rows_updated + %(updated)s, rows_unchanged = rows_unchanged + %(unchanged)s,
    rows_rejected = rows_rejected + %(rejected)s
WHERE id = %(id)s
"""
COUNT_LEFT = """
UPDATE import_job SET rows_deactivated = rows_deactivated + %(left)s WHERE id = %(id)s
"""
NOTE_REJECTED = "UPDATE import_job SET rejected_rows_at = now() WHERE id = %(id)s"
END = """
UPDATE import_job SET
    state = %(state)s, message = %(message)s, finished_at = now(), updated_at = now(),
    sha256 = %(sha256)s, tries = 0, version = version + 1
WHERE id = %(id)s AND state IN ('awaiting_upload', 'validating', 'applying')
"""
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


def begin_job(cursor: Cursor, job_id: int, upload: UploadedObject) -> None:
    """Pin the job to the object as it is now."""
    pinned = {"version": upload.version, "etag": upload.etag, "size": upload.size}
    _step(cursor, "begin import", BEGIN, {"id": job_id} | pinned)


def tell_found(cursor: Cursor, job_id: int, kind: str, detection: dict[str, Any]) -> None:
    """Say what the upload was found to be."""
    found = {"format": kind, "detection": json.dumps(detection)}
    _step(cursor, "tell what was found", FOUND, {"id": job_id} | found)


def note_no_room(cursor: Cursor, job_id: int) -> None:
    """Say why the import does not go on."""
    message = (
        "The worker's disk has no room for this file. Nothing is lost: the import goes on by"
        " itself as soon as there is room."
    )
    _step(cursor, "note that there is no room", NO_ROOM, {"id": job_id, "message": message})


def start_over(cursor: Cursor, job_id: int, state: ImportState) -> None:
    """Begin to plan or to apply a job of which nothing is written."""
    _step(cursor, "start over", START, {"id": job_id, "state": state})
    run(cursor, "forget findings", FORGET, {"id": job_id})


def expect_rows(cursor: Cursor, job_id: int, rows: int) -> None:
    """Say how many rows are on their way, as far as is known before they are read."""
    _step(cursor, "expect rows", EXPECT, {"id": job_id, "rows": rows})


def note_progress(cursor: Cursor, job_id: int, rows: int) -> None:
    """Count rows that were planned."""
    _step(cursor, "note progress", PROGRESS, {"id": job_id, "rows": rows})


def prepare_job(cursor: Cursor, job_id: int, plan: Plan, message: str) -> None:
    """Leave a job for somebody to apply, or not."""
    said = {"plan": json.dumps(plan.counted()), "hash": plan.hash, "message": message}
    counts = {"rows": plan.rows, "rejected": plan.rejected}
    _step(cursor, "prepare import", PREPARE, {"id": job_id} | said | counts)


def pass_fence(cursor: Cursor, job_id: int, chunks_done: int) -> None:
    """Take the next chunk; nobody else can take it any more if this transaction commits."""
    _step(cursor, "pass fence", FENCE, {"id": job_id, "done": chunks_done})


def add_counts(cursor: Cursor, job_id: int, counts: Counts) -> None:
    """Add a chunk's outcomes to the job's."""
    run(
        cursor,
        "count rows",
        COUNT,
        {
            "id": job_id,
            "total": counts.total,
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "rejected": counts.rejected,
        },
    )


def add_deactivated(cursor: Cursor, job_id: int, count: int) -> None:
    """Add records that were put out of use."""
    run(cursor, "count deactivated", COUNT_LEFT, {"id": job_id, "left": count})


def note_rejected_rows(cursor: Cursor, job_id: int) -> None:
    """Say that the rejected rows can be fetched."""
    run(cursor, "note rejected rows", NOTE_REJECTED, {"id": job_id})


def end_job(
    cursor: Cursor, job_id: int, state: ImportState, message: str, sha256: str | None = None
) -> None:
    """End a job in a state and with a sentence for the operator."""
    found = {"state": state, "message": message, "sha256": sha256}
    _step(cursor, "end import", END, {"id": job_id} | found)


def _step(cursor: Cursor, name: str, statement: str, parameters: dict[str, Any]) -> None:
    run(cursor, name, statement, parameters)
    if cursor.rowcount != 1:
        raise FencedError(name)
