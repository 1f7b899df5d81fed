"""How far a job has come: rows on their way, the chunks that are done, and what became of them."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.job.heed_wish import heed_wish
from ec2_batch.imports.job.job import take_step
from ec2_batch.imports.merge.keep_record import Counts
from ec2_batch.transaction import run

EXPECT = """
UPDATE import_job SET rows_expected = %(rows)s
WHERE id = %(id)s AND state IN ('validating', 'applying')
"""
PROGRESS = """
UPDATE import_job SET rows_total = rows_total + %(rows)s, updated_at = now()
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


def expect_rows(cursor: Cursor, job_id: int, rows: int) -> None:
    """Say how many rows are on their way, as far as is known before they are read."""
    take_step(cursor, "expect rows", EXPECT, {"id": job_id, "rows": rows})


def note_progress(cursor: Cursor, job_id: int, rows: int) -> None:
    """Count rows that were planned.

    Raises:
        FencedError: somebody else has moved the job on.
        CancelWishedError: somebody wants it to end.
    """
    take_step(cursor, "note progress", PROGRESS, {"id": job_id, "rows": rows})
    heed_wish(cursor, job_id)


def pass_fence(cursor: Cursor, job_id: int, chunks_done: int) -> None:
    """Take the next chunk; nobody else can take it any more if this transaction commits.

    Raises:
        FencedError: somebody else has taken it, or moved the job on.
        CancelWishedError: somebody wants the import to end here.
    """
    take_step(cursor, "pass fence", FENCE, {"id": job_id, "done": chunks_done})
    heed_wish(cursor, job_id)


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
