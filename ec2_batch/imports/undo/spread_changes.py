"""Undo, step 0: a row for each record, where the import wrote one row for many new ones."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.transaction import run

IS_GATHERED = """
SELECT EXISTS (
    SELECT FROM import_change WHERE import_job_id = %(job)s AND entity_ids IS NOT NULL
)
"""
# All of the job's changes are written anew: what rests on a record must keep coming after it.
SPREAD = """
WITH gathered AS (
    DELETE FROM import_change WHERE import_job_id = %(job)s RETURNING *
)
INSERT INTO import_change (
    import_job_id, entity, entity_id, action, before, after, version_after
)
SELECT import_job_id, entity, record_id, action, before, after, version_after
FROM gathered CROSS JOIN LATERAL
     unnest(coalesce(entity_ids, ARRAY[entity_id])) WITH ORDINALITY AS each (record_id, place)
ORDER BY id, place
"""


def spread_changes(cursor: Cursor, job_id: int) -> None:
    """Give each record of an import a change of its own; done once, before anything goes back."""
    [(gathered,)] = run(cursor, "look for gathered changes", IS_GATHERED, {"job": job_id})
    if gathered:
        run(cursor, "spread changes", SPREAD, {"job": job_id})
