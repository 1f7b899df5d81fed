"""How an import ends: the state, a sentence for the operator, an event and an audit entry."""

from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.imports.issue import Issue, no_rows
from ec2_batch.imports.job.heed_wish import heed_last_wish
from ec2_batch.imports.job.job import UNFINISHED, Job, find_job
from ec2_batch.imports.job.plan import Plan
from ec2_batch.imports.job.steps import end_job, prepare_job, tell_found
from ec2_batch.imports.merge.keep_record import Counts, keep_issues
from ec2_batch.imports.plan.plan_upload import keep_samples
from ec2_batch.imports.uploads.opened import NOT_READ, Opened
from ec2_batch.record_event import record_event
from ec2_batch.transaction import connect, run, transaction
from schema.events import ImportCancelled, ImportCompleted, ImportFailed, ImportReady
from schema.models import ImportState
from schema.rules.import_cancel import cancelled_sentence

# Signed by the worker, who does it, under the name of who asked for it.
AUDIT = """
INSERT INTO audit_entry (subject, role, action, entity, entity_id, changes)
SELECT requested_by, 'worker', 'import', 'import_job', id, jsonb_build_object(
    'rows_created', jsonb_build_array(0, rows_created),
    'rows_updated', jsonb_build_array(0, rows_updated)
)
FROM import_job WHERE id = %(id)s
"""
# An import that did not come to its end has an entry if it came far enough to write something.
AUDIT_WRITTEN = f"{AUDIT} AND rows_created + rows_updated + rows_deactivated > 0"
GAVE_UP = "The import could not be finished. Rows that were written stay; upload the file again."
# Not said of the file's contents: what became of the import is no word about them.
FAILED = frozenset({"FILE_CHANGED", "KILLS_WORKERS"})
# An upload may be opened again and again, and then says the same.
FORGET_NOTICES = "DELETE FROM import_issue WHERE import_job_id = %(id)s AND code = %(code)s"
OUTCOME = """
SELECT rows_created, rows_updated, rows_unchanged, rows_rejected, rows_deactivated,
       rows_expected
FROM import_job WHERE id = %(id)s
"""
WRITTEN = """
SELECT rows_created + rows_updated + rows_deactivated FROM import_job WHERE id = %(id)s
"""


def complete(cursor: Cursor, job: Job, sha256: str) -> ImportState:
    """End an import whose every row was dealt with.

    Raises:
        CancelWishedError: somebody was told that it ends as cancelled.
    """
    heed_last_wish(cursor, job.id)
    [(*outcome, left, expected)] = run(cursor, "read outcome", OUTCOME, {"id": job.id})
    counts = Counts(*outcome)
    if not expected:  # rows may be there and be passed over, each of them
        raise no_rows()
    state = ImportState.COMPLETED_WITH_ISSUES if counts.rejected else ImportState.COMPLETED
    end_job(cursor, job.id, state, sentence(counts, left), sha256=sha256)
    run(cursor, "audit import", AUDIT, {"id": job.id})
    record_event(cursor, ImportCompleted(job.id), job.trace_header)
    return state


def found(cursor: Cursor, job: Job, opened: Opened) -> None:
    """Tell what an upload was found to be, before anything else is done with it."""
    [kind] = {source.layout.format.name for source in opened.sources}
    first, *others = [source for source in opened.sources if not source.is_again]
    described = first.layout.described()
    if others or opened.beside:
        layouts = {each.name: each.layout for each in (first, *others)} | dict(opened.beside)
        files = [{"file": name} | layout.described() for name, layout in layouts.items()]
        described |= {"files": files}
    tell_found(cursor, job.id, kind, described)
    run(cursor, "forget notices", FORGET_NOTICES, {"id": job.id, "code": NOT_READ})
    if opened.notices:
        keep_issues(cursor, job.id, job.file_name, opened.notices)


def prepare(cursor: Cursor, job: Job, plan: Plan) -> None:
    """Leave an import for somebody to apply.

    Raises:
        CancelWishedError: somebody was told that it ends instead.
    """
    heed_last_wish(cursor, job.id)
    prepare_job(cursor, job.id, plan, planned_sentence(plan, again=job.plan_hash is not None))
    keep_samples(cursor, job.id, plan)
    record_event(cursor, ImportReady(job.id), job.trace_header)


def refuse(cursor: Cursor, job: Job, issue: Issue) -> None:
    """End an import of a file that cannot be read."""
    state = ImportState.FAILED if issue.code in FAILED else ImportState.INVALID
    end_job(cursor, job.id, state, issue.message)
    run(cursor, "audit import", AUDIT_WRITTEN, {"id": job.id})
    keep_issues(cursor, job.id, job.file_name, [issue])
    record_event(cursor, ImportFailed(job.id), job.trace_header)


def cancel(cursor: Cursor, job: Job) -> None:
    """End an import where somebody wanted it to end; the rows that were at hand are written."""
    [(written,)] = run(cursor, "count written", WRITTEN, {"id": job.id})
    end_job(cursor, job.id, ImportState.CANCELLED, cancelled_sentence(written))
    run(cursor, "audit import", AUDIT_WRITTEN, {"id": job.id})
    record_event(cursor, ImportCancelled(job.id), job.trace_header)


def fail_import(engine: Engine, job_id: int) -> None:
    """End an import that failed too often for no fault of the file."""
    with connect(engine) as connection, transaction(connection) as cursor:
        if (job := find_job(cursor, job_id)) is None or job.state not in UNFINISHED:
            return
        end_job(cursor, job.id, ImportState.FAILED, GAVE_UP)
        run(cursor, "audit import", AUDIT_WRITTEN, {"id": job.id})
        record_event(cursor, ImportFailed(job.id), job.trace_header)


def sentence(counts: Counts, left: int) -> str:
    """Return what became of a file's rows, in words, and of records that it does not name."""
    parts = [f"{counts.created:,} added", f"{counts.updated:,} changed"]
    if counts.unchanged:
        parts.append(f"{counts.unchanged:,} already as the file says")
    if counts.rejected:
        parts.append(f"{counts.rejected:,} rejected")
    said = f"Of {counts.total:,} rows: {', '.join(parts)}."
    return f"{said} Put out of use, as no row names them: {left:,}." if left else said


def planned_sentence(plan: Plan, *, again: bool) -> str:
    """Return what applying a plan would do, in words."""
    create, update, leave = (
        sum(getattr(file, name) for file in plan.files)
        for name in ("create", "update", "deactivate")
    )
    parts = [f"would add {create:,}", f"change {update:,}"]
    if leave:
        parts.append(f"put {leave:,} out of use")
    said = f"The {plan.rows:,} rows {', '.join(parts)}"
    said += f" and leave out {plan.rejected:,} that have issues." if plan.rejected else "."
    if plan.must_be_confirmed:
        said += " So many would be put out of use that this must be confirmed."
    return f"The records have changed since you looked: look again. {said}" if again else said
