"""Merge, as it is rehearsed: new rows are written for the files that name them, and undone."""

from psycopg2 import DataError, IntegrityError, sql
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_rows import names
from ec2_batch.transaction import run

LINES = """
SELECT line FROM import_planned
WHERE action = 'create' AND lead AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""
INSERT = sql.SQL("""
INSERT INTO {table} (sourced_id, {columns}, src_hash)
SELECT sourced_id, {columns}, src_hash FROM import_planned
WHERE action = 'create' AND lead AND line BETWEEN %(first)s AND %(last)s ORDER BY sourced_id
""")

# What is written is not to come: rows that follow find it in the records.
FORGET = """
DELETE FROM import_planned
WHERE action = 'create' AND lead AND line BETWEEN %(first)s AND %(last)s
"""


def rehearse_rows(cursor: Cursor, part: Part) -> None:
    """Write the planned rows that are new; known records are left alone, so that nobody waits.

    One that the database refuses is not there for those that name it: so it will be.
    """
    lines = [line for (line,) in run(cursor, "list new rows", LINES, part.lines)]
    if not lines or _inserted(cursor, part):
        return
    if len(lines) > 1:
        middle = lines[len(lines) // 2]
        rehearse_rows(cursor, part.between(lines[0], middle - 1))
        rehearse_rows(cursor, part.between(middle, lines[-1]))


def _inserted(cursor: Cursor, part: Part) -> bool:
    entity = part.layout.format.entity
    statement = INSERT.format(table=sql.Identifier(entity.name), columns=names(entity.columns))
    cursor.execute("SAVEPOINT rehearsed")
    try:
        run(cursor, "rehearse rows", statement, part.lines)
        run(cursor, "forget rehearsed rows", FORGET, part.lines)
    except (DataError, IntegrityError, InsufficientPrivilege):
        cursor.execute("ROLLBACK TO SAVEPOINT rehearsed")
        return False
    cursor.execute("RELEASE SAVEPOINT rehearsed")
    return True
