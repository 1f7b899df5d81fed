"""Merge, step 3: write the students."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.find_known import columns
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.staged_student import STAGED_COLUMNS
from ec2_batch.transaction import run

COLUMNS = (*(name for name in STAGED_COLUMNS if name != "course_id"), "src_hash")
# In the order of the key: two imports that overlap wait for each other and never in a ring.
UPSERT = sql.SQL("""
WITH written AS (
    INSERT INTO student ({columns})
    SELECT {columns} FROM import_staged
    WHERE lead AND action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
    ORDER BY sourced_id
    ON CONFLICT (sourced_id) DO UPDATE SET
        {changes}, version = student.version + 1, updated_at = now()
    WHERE ({old}) IS DISTINCT FROM ({new})
    RETURNING id, sourced_id, xmax = 0 AS created
)
UPDATE import_staged AS staged SET
    entity_id = written.id,
    student_written = lead,
    action = CASE
        WHEN NOT lead THEN 'unchanged' WHEN written.created THEN 'create' ELSE 'update'
    END
FROM written
WHERE staged.sourced_id = written.sourced_id AND line BETWEEN %(first)s AND %(last)s
""")


def upsert_students(cursor: Cursor, part: Part) -> None:
    """Insert new students and change known ones; columns not in the file stay as they are."""
    written = part.layout.written
    statement = UPSERT.format(
        columns=sql.SQL(", ").join(map(sql.Identifier, COLUMNS)),
        changes=sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("excluded", name))
            for name in (*written, "src_hash")
        ),
        old=columns("student", written),
        new=columns("excluded", written),
    )
    run(cursor, "upsert students", statement, part.lines)
