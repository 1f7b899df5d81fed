"""Merge, as it is rehearsed: rows are written for the files that name them, and undone."""

from psycopg2 import DataError, IntegrityError, sql
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_rows import names
from ec2_batch.transaction import run

# What is changed is locked until the rehearsal ends, and somebody may wait for it: only what rows
# of later files are held against is.
REHEARSED = """
lead AND line BETWEEN %(first)s AND %(last)s AND (
    action = 'create' OR action = 'update' AND EXISTS (
        SELECT FROM {table} AS record WHERE record.id = entity_id
          AND ROW ({old}) IS DISTINCT FROM ROW ({new})
    )
)
"""
LINES = sql.SQL(f"SELECT line FROM import_planned AS planned WHERE {REHEARSED} ORDER BY line")  # noqa: S608
# Before the new ones, as the merge itself writes: they may give up what new ones take.
LOCK = sql.SQL("""
SELECT record.id FROM {table} AS record JOIN import_planned ON entity_id = record.id
WHERE action = 'update' AND line = ANY (%(lines)s)
ORDER BY record.sourced_id FOR NO KEY UPDATE OF record
""")
UPDATE = sql.SQL("""
UPDATE {table} AS record SET ({looked_at}, src_hash) = ROW ({new}, planned.src_hash)
FROM import_planned AS planned
WHERE record.id = entity_id AND action = 'update' AND line = ANY (%(lines)s)
""")
INSERT = sql.SQL("""
INSERT INTO {table} (sourced_id, {columns}, src_hash)
SELECT sourced_id, {columns}, src_hash FROM import_planned
WHERE action = 'create' AND line = ANY (%(lines)s) ORDER BY sourced_id
""")

# What is written is not to come: rows that follow find it in the records.
FORGET = "DELETE FROM import_planned WHERE line = ANY (%(lines)s)"


def rehearse_rows(cursor: Cursor, part: Part) -> None:
    """Write the planned rows: new records, and what rows of later files look at in known ones.

    What the database refuses is not as those who name it find it: so it will be.
    """
    statement = LINES.format(**_parts(part.layout))
    _rehearse(cursor, part, [line for (line,) in run(cursor, "list rows", statement, part.lines)])


def _rehearse(cursor: Cursor, part: Part, lines: list[int]) -> None:
    if not lines or _written(cursor, part, lines):
        return
    if len(lines) > 1:
        middle = len(lines) // 2
        _rehearse(cursor, part, lines[:middle])
        _rehearse(cursor, part, lines[middle:])


def _written(cursor: Cursor, part: Part, lines: list[int]) -> bool:
    parts, these = _parts(part.layout), {"lines": lines}
    cursor.execute("SAVEPOINT rehearsed")
    try:
        run(cursor, "lock known rows", LOCK.format(**parts), these)
        run(cursor, "rehearse changes", UPDATE.format(**parts), these)
        run(cursor, "rehearse new rows", INSERT.format(**parts), these)
        run(cursor, "forget rehearsed rows", FORGET, these)
    except (DataError, IntegrityError, InsufficientPrivilege):
        cursor.execute("ROLLBACK TO SAVEPOINT rehearsed")
        return False
    cursor.execute("RELEASE SAVEPOINT rehearsed")
    return True


def _parts(layout: Layout) -> dict[str, sql.Composable]:
    entity = layout.format.entity
    return {
        "table": sql.Identifier(entity.name),
        "columns": names(entity.columns),
        "looked_at": names(entity.looked_at),
        "old": names(entity.looked_at, "record"),
        "new": names(entity.looked_at, "planned"),
    }
