"""Merge, step 0: rows that only add to records, without those whose record there is not."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

DROP_OTHERS = sql.SQL("""
DELETE FROM import_staged AS staged
WHERE line BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT FROM {table} AS known WHERE known.sourced_id = staged.sourced_id)
""")


def pass_over_others(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out that are about nobody of this kind; none of them is wrong for that."""
    table = sql.Identifier(part.layout.format.entity.name)
    run(cursor, "pass over others", DROP_OTHERS.format(table=table), part.lines)
    return []
