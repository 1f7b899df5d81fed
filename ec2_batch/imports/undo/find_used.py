"""Which of some records another table refers to, as far as the worker may look."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.undo.next_chunk import Run
from ec2_batch.transaction import run
from schema.access.policies import READ, WORKER
from schema.models import Base

# What goes in the same statement is no use of a record, as a child of its parent.
USED = sql.SQL("""
SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY (%(ids)s){others}
""")
OTHERS = sql.SQL(" AND id <> ALL (%(ids)s)")


def find_used(cursor: Cursor, part: Run, table: str | None) -> set[int]:
    """Return the records of a run that rows of a table refer to.

    An empty set may also mean that the worker cannot see the rows.
    """
    if table is None or WORKER not in READ.get(table, {}):
        return set()
    found: set[int] = set()
    for column in _referring(table, part.entity):
        statement = USED.format(
            column=sql.Identifier(column),
            table=sql.Identifier(table),
            others=OTHERS if table == part.entity else sql.SQL(""),
        )
        rows = run(cursor, f"find use by {table}", statement, {"ids": part.record_ids})
        found |= {record_id for (record_id,) in rows}
    return found


def _referring(table: str, entity: str) -> list[str]:
    key = Base.metadata.tables[entity].c.id
    columns = Base.metadata.tables[table].columns
    return [c.name for c in columns if any(f.column is key for f in c.foreign_keys)]
