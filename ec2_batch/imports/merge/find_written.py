"""Merge, step 3b: who the records are that rows have become, for the steps that ask."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

FIND_WRITTEN = sql.SQL("""
UPDATE import_planned AS planned SET
    entity_id = record.id, action = CASE WHEN lead THEN action ELSE 'unchanged' END
FROM {table} AS record
WHERE record.sourced_id = planned.sourced_id AND line BETWEEN %(first)s AND %(last)s
""")


def find_written(cursor: Cursor, part: Part) -> None:
    """Give each planned row the id of its record, which it has now that it is written."""
    table = sql.Identifier(part.layout.format.entity.name)
    run(cursor, "find written", FIND_WRITTEN.format(table=table), part.lines)
