"""How an undo ends: the state, a sentence for the operator, an event and an audit entry."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.undo.take_back import Why
from ec2_batch.record_event import record_event
from ec2_batch.transaction import run
from schema.events import ImportUndone
from schema.models import ImportState

NAMED = 10  # records, in the sentence; the job's issues have all of them

COUNT = """
SELECT (SELECT count(*) FROM import_change WHERE import_job_id = %(job)s),
       (SELECT count(*) FROM import_issue
        WHERE import_job_id = %(job)s AND code = ANY (%(codes)s)),
       ARRAY(SELECT value FROM import_issue
             WHERE import_job_id = %(job)s AND code = ANY (%(codes)s) ORDER BY id LIMIT %(most)s)
"""
END = """
UPDATE import_job SET
    state = %(state)s, message = %(message)s, finished_at = now(), updated_at = now(),
    tries = 0, version = version + 1
WHERE id = %(job)s AND state = 'undoing'
"""
# Who asked for it signed an entry of their own; this one is the worker's.
AUDIT = """
INSERT INTO audit_entry (subject, role, action, entity, entity_id, changes)
VALUES ('worker', 'worker', 'import.undone', 'import_job', %(job)s, jsonb_build_object(
    'records_undone', jsonb_build_array(0, %(undone)s::int),
    'state', jsonb_build_array('undoing', %(state)s::text)
))
"""
GAVE_UP = "The undo could not be finished. What it has taken back is back; undo it again to go on."


def end_undo(cursor: Cursor, job_id: int, trace_header: str | None) -> ImportState:
    """End an undo that has come to the import's first change."""
    codes = {"codes": [why.value for why in Why], "most": NAMED}
    [(total, stay, keys)] = run(cursor, "count what stays", COUNT, {"job": job_id} | codes)
    state = ImportState.PARTIALLY_UNDONE if stay else ImportState.UNDONE
    said = {"state": state, "message": sentence(total, stay, keys)}
    run(cursor, "end undo", END, {"job": job_id} | said)
    if cursor.rowcount == 1:
        run(cursor, "audit undo", AUDIT, {"job": job_id, "undone": total - stay, "state": state})
        record_event(cursor, ImportUndone(job_id), trace_header)
    return state


def fail(cursor: Cursor, job_id: int) -> None:
    """End an undo that failed too often; undone again, it goes on where it was."""
    said = {"state": ImportState.FAILED, "message": GAVE_UP}
    run(cursor, "fail undo", END, {"job": job_id} | said)


def sentence(total: int, stay: int, keys: list[str]) -> str:
    """Return what became of an import's records, in words, naming some of those that stay."""
    if not total:
        return "The import had changed no record."
    if not stay:
        return f"All {total:,} records that it wrote are as they were before the import."
    named = ", ".join(keys) + (f" and {stay - len(keys):,} more" if stay > len(keys) else "")
    was, stays = ("was", "stays") if stay == 1 else ("were", "stay")
    return (
        f"Of {total:,} records {total - stay:,} went back;"
        f" {stay:,} {was} changed or used since and {stays}: {named}."
    )
