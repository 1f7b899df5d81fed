"""The steps of a job: from upload to plan, and to its end."""

import json
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.job.job import take_step
from ec2_batch.imports.job.plan import Plan
from ec2_batch.imports.uploads.uploaded_object import UploadedObject
from ec2_batch.transaction import run
from schema.models import ImportState

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
FORGET = """
DELETE FROM import_issue WHERE import_job_id = %(id)s AND code <> 'NOT_READ';
DELETE FROM import_preview WHERE import_job_id = %(id)s
"""
PREPARE = """
UPDATE import_job SET
    state = 'ready', plan = %(plan)s, plan_hash = %(hash)s, rows_total = %(rows)s,
    rows_rejected = %(rejected)s, message = %(message)s, deactivations_confirmed = false,
    updated_at = now(), version = version + 1
WHERE id = %(id)s AND state IN ('validating', 'applying') AND chunk_no = 0
"""
NOTE_REJECTED = "UPDATE import_job SET rejected_rows_at = now() WHERE id = %(id)s"
END = """
UPDATE import_job SET
    state = %(state)s, message = %(message)s, finished_at = now(), updated_at = now(),
    sha256 = %(sha256)s, tries = 0, version = version + 1
WHERE id = %(id)s AND state IN ('awaiting_upload', 'validating', 'applying')
"""


def begin_job(cursor: Cursor, job_id: int, upload: UploadedObject) -> None:
    """Pin the job to the object as it is now."""
    pinned = {"version": upload.version, "etag": upload.etag, "size": upload.size}
    take_step(cursor, "begin import", BEGIN, {"id": job_id} | pinned)


def tell_found(cursor: Cursor, job_id: int, kind: str, detection: dict[str, Any]) -> None:
    """Say what the upload was found to be."""
    found = {"format": kind, "detection": json.dumps(detection)}
    take_step(cursor, "tell what was found", FOUND, {"id": job_id} | found)


def note_no_room(cursor: Cursor, job_id: int) -> None:
    """Say why the import does not go on."""
    message = (
        "The worker's disk has no room for this file. Nothing is lost: the import goes on by"
        " itself as soon as there is room."
    )
    take_step(cursor, "note that there is no room", NO_ROOM, {"id": job_id, "message": message})


def start_over(cursor: Cursor, job_id: int, state: ImportState) -> None:
    """Begin to plan or to apply a job of which nothing is written."""
    take_step(cursor, "start over", START, {"id": job_id, "state": state})
    run(cursor, "forget findings", FORGET, {"id": job_id})


def prepare_job(cursor: Cursor, job_id: int, plan: Plan, message: str) -> None:
    """Leave a job for somebody to apply, or not."""
    said = {"plan": json.dumps(plan.counted()), "hash": plan.hash, "message": message}
    counts = {"rows": plan.rows, "rejected": plan.rejected}
    take_step(cursor, "prepare import", PREPARE, {"id": job_id} | said | counts)


def note_rejected_rows(cursor: Cursor, job_id: int) -> None:
    """Say that the rejected rows can be fetched."""
    run(cursor, "note rejected rows", NOTE_REJECTED, {"id": job_id})


def end_job(
    cursor: Cursor, job_id: int, state: ImportState, message: str, sha256: str | None = None
) -> None:
    """End a job in a state and with a sentence for the operator."""
    found = {"state": state, "message": message, "sha256": sha256}
    take_step(cursor, "end import", END, {"id": job_id} | found)
