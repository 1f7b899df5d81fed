"""How an import ends: the state, a sentence for the operator, an event and an audit entry."""

from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.job import UNFINISHED, Job, end_job, find_job, prepare_job
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.keep_record import Counts, keep_issues
from ec2_batch.record_event import record_event
from ec2_batch.transaction import connect, run, transaction
from schema.events import ImportCompleted, ImportFailed, ImportReady
from schema.models import ImportState

# Signed by the worker, who does it, under the name of who asked for it.
AUDIT = """
INSERT INTO audit_entry (subject, role, action, entity, entity_id, changes)
SELECT requested_by, 'worker', 'import', 'import_job', id, jsonb_build_object(
    'rows_created', jsonb_build_array(0, rows_created),
    'rows_updated', jsonb_build_array(0, rows_updated)
)
FROM import_job WHERE id = %(id)s
"""
GAVE_UP = "The import could not be finished. Rows that were written stay; upload the file again."
# No fault of the file: the same one may be uploaded again.
LOST_ON_THE_WAY = frozenset({"FILE_CHANGED"})
OUTCOME = """
SELECT rows_created, rows_updated, rows_unchanged, rows_rejected
FROM import_job WHERE id = %(id)s
"""


def complete(cursor: Cursor, job: Job, sha256: str) -> ImportState:
    """End an import whose every row was dealt with."""
    [outcome] = run(cursor, "read outcome", OUTCOME, {"id": job.id})
    counts = Counts(*outcome)
    state = ImportState.COMPLETED_WITH_ISSUES if counts.rejected else ImportState.COMPLETED
    end_job(cursor, job.id, state, sentence(counts), sha256=sha256)
    run(cursor, "audit import", AUDIT, {"id": job.id})
    record_event(cursor, ImportCompleted(job.id), job.trace_header)
    return state


def prepare(cursor: Cursor, job: Job, layout: Layout, rows: int, rejected: int) -> None:
    """Leave an import for somebody to apply."""
    message = f"The file can be imported: {rows - rejected:,} rows are well formed"
    message += f", {rejected:,} are not." if rejected else "."
    prepare_job(cursor, job.id, layout.format.name, layout.described(), rows, rejected, message)
    record_event(cursor, ImportReady(job.id), job.trace_header)


def refuse(cursor: Cursor, job: Job, issue: Issue) -> None:
    """End an import of a file that cannot be read."""
    state = ImportState.FAILED if issue.code in LOST_ON_THE_WAY else ImportState.INVALID
    end_job(cursor, job.id, state, issue.message)
    keep_issues(cursor, job.id, job.file_name, [issue])
    record_event(cursor, ImportFailed(job.id), job.trace_header)


def fail_import(engine: Engine, job_id: int) -> None:
    """End an import that failed too often for no fault of the file."""
    with connect(engine) as connection, transaction(connection) as cursor:
        if (job := find_job(cursor, job_id)) is None or job.state not in UNFINISHED:
            return
        end_job(cursor, job.id, ImportState.FAILED, GAVE_UP)
        record_event(cursor, ImportFailed(job.id), job.trace_header)


def sentence(counts: Counts) -> str:
    """Return what became of a file's rows, in words."""
    parts = [f"{counts.created:,} added", f"{counts.updated:,} changed"]
    if counts.unchanged:
        parts.append(f"{counts.unchanged:,} already as the file says")
    if counts.rejected:
        parts.append(f"{counts.rejected:,} rejected")
    return f"Of {counts.total:,} rows: {', '.join(parts)}."
