"""The report job's row: who asked for what, and every step it may take."""

from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.record_event import record_event
from ec2_batch.transaction import run
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.events import ReportCompleted
from schema.models.report_job import ReportState
from schema.reports import ReportName

FIND = """
SELECT id, report, state, requested_by, requested_role, trace_header
FROM report_job WHERE id = %(id)s
"""
BEGIN = """
UPDATE report_job SET
    state = 'running', progress = 0, rows_written = 0,
    started_at = coalesce(started_at, now()), updated_at = now()
WHERE id = %(id)s AND state IN ('queued', 'running')
"""
PROGRESS = """
UPDATE report_job SET progress = %(progress)s, rows_written = %(rows)s, updated_at = now()
WHERE id = %(id)s AND state = 'running'
"""
COMPLETE = """
UPDATE report_job SET
    state = 'completed', progress = 100, rows_written = %(rows)s, object_key = %(key)s,
    message = %(message)s, finished_at = now(), updated_at = now()
WHERE id = %(id)s AND state = 'running'
"""
FAIL = """
UPDATE report_job SET
    state = 'failed', message = %(message)s, finished_at = now(), updated_at = now()
WHERE id = %(id)s AND state IN ('queued', 'running')
"""
UNFINISHED = frozenset({ReportState.QUEUED, ReportState.RUNNING})


@dataclass(frozen=True, slots=True)
class ReportJob:
    """A report job, as it stood when it was read."""

    id: int
    report: ReportName
    state: ReportState
    caller: Caller
    trace_header: str | None


def find_report_job(cursor: Cursor, job_id: int) -> ReportJob | None:
    """Return a job by its id."""
    for found, report, state, subject, role, trace in _run(cursor, "find report job", FIND, job_id):
        caller = Caller(subject, Role(role))
        return ReportJob(found, ReportName(report), ReportState(state), caller, trace)
    return None


def begin_report(cursor: Cursor, job_id: int) -> None:
    """Say that the report is being written, from its beginning."""
    _run(cursor, "begin report", BEGIN, job_id)


def note_progress(cursor: Cursor, job_id: int, rows: int, total: int) -> None:
    """Say how far the report is; it is not done before it is in its place."""
    percent = min(99, 100 * rows // max(total, 1))
    _run(cursor, "note progress", PROGRESS, job_id, progress=percent, rows=rows)


def complete_report(cursor: Cursor, job: ReportJob, key: str, rows: int) -> None:
    """Say where the report is, and tell who listens."""
    message = f"The report has {rows:,} rows."
    _run(cursor, "complete report", COMPLETE, job.id, key=key, rows=rows, message=message)
    record_event(cursor, ReportCompleted(job.id), job.trace_header)


def fail_report(cursor: Cursor, job_id: int, message: str) -> None:
    """Say why there will be no report."""
    _run(cursor, "fail report", FAIL, job_id, message=message)


def _run(
    cursor: Cursor, name: str, statement: str, job_id: int, **values: Any
) -> list[tuple[Any, ...]]:
    return run(cursor, name, statement, {"id": job_id, **values})
