"""Merge, step 1: which rows are about students that the records already have."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.staged_student import STAGED_COLUMNS, StudentKey
from ec2_batch.transaction import run

MATCHES = {
    StudentKey.SOURCED_ID: "student.sourced_id = staged.sourced_id",
    StudentKey.STUDENT_NUMBER: "student.student_number = staged.student_number",
    StudentKey.EMAIL: "lower(student.email) = lower(staged.email)",
}
FIND = sql.SQL("""
UPDATE import_staged AS staged SET entity_id = student.id
FROM student
WHERE {match} AND staged.entity_id IS NULL AND line BETWEEN %(first)s AND %(last)s
""")
# What the file does not say stays as it is, also where the row is written anew.
COMPARE = sql.SQL("""
UPDATE import_staged AS staged SET
    action = CASE WHEN ({old}) IS NOT DISTINCT FROM ({new}) THEN 'unchanged' ELSE 'update' END,
    before = jsonb_build_object({before}),
    {kept}
FROM student
WHERE student.id = staged.entity_id AND line BETWEEN %(first)s AND %(last)s
""")
# A file may have several rows about one student; the first of them writes.
LEAD = """
UPDATE import_staged AS staged SET
    action = coalesce(action, 'create'),
    lead = ranked.first = staged.line
FROM (
    SELECT line, min(line) OVER (PARTITION BY sourced_id) AS first
    FROM import_staged WHERE line BETWEEN %(first)s AND %(last)s
) AS ranked
WHERE ranked.line = staged.line
"""


def find_known(cursor: Cursor, part: Part) -> None:
    """Give each row the student it is about, if there is one, and what is to be done."""
    layout = part.layout
    for key in layout.format.keys(layout.positions):
        find = FIND.format(match=sql.SQL(MATCHES[key]))
        run(cursor, f"find students by {key}", find, part.lines)
    run(cursor, "compare with records", _compare(layout), part.lines)
    run(cursor, "choose leading rows", LEAD, part.lines)


def _compare(layout: Layout) -> sql.Composed:
    written = layout.written
    kept = [name for name in STAGED_COLUMNS if name not in (*written, "course_id")]
    return COMPARE.format(
        old=columns("student", written),
        new=columns("staged", written),
        before=named_columns("student", written),
        kept=sql.SQL(", ").join(
            sql.SQL("{name} = {old}").format(
                name=sql.Identifier(name), old=sql.Identifier("student", name)
            )
            for name in kept
        ),
    )


def columns(table: str, names: tuple[str, ...]) -> sql.Composed:
    """Return a table's columns as a list."""
    return sql.SQL(", ").join(sql.Identifier(table, name) for name in names)


def named_columns(table: str, names: tuple[str, ...]) -> sql.Composed:
    """Return a table's columns as arguments of jsonb_build_object."""
    return sql.SQL(", ").join(
        sql.SQL("{}, {}").format(sql.Literal(name), sql.Identifier(table, name)) for name in names
    )
