"""Imports that were previewed and never applied: after a month the preview is no longer true."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.transaction import run

READY_DAYS = 30

# What a preview shows of people's records goes with it.
EXPIRE = """
WITH expired AS (
    UPDATE import_job SET
        state = 'expired', message = %(message)s, finished_at = now(), updated_at = now(),
        version = version + 1
    WHERE state = 'ready' AND updated_at < now() - make_interval(days => %(days)s)
    RETURNING id
), forgotten AS (
    DELETE FROM import_preview WHERE import_job_id IN (SELECT id FROM expired)
)
SELECT count(*) FROM expired
"""
MESSAGE = (
    f"Nobody applied this import within {READY_DAYS} days."
    " Upload the file again to see what it would change today."
)


def expire_ready_imports(cursor: Cursor) -> int:
    """End the imports that have waited too long for somebody to apply them; return how many."""
    [(count,)] = run(cursor, "expire imports", EXPIRE, {"days": READY_DAYS, "message": MESSAGE})
    return int(count)
