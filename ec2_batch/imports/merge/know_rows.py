"""Staged rows made known to the planner, which knows nothing of a table that was just filled."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import become, run
from schema.access.caller import WORKER

# A small sample tells enough: how many rows there are, and whether values come again.
KNOW = sql.SQL("SET LOCAL default_statistics_target = 10; ANALYZE {}")


def know_rows(cursor: Cursor, part: Part, table: str) -> None:
    """Count a temporary table's rows and values, where rows are joined with each other.

    Two rows where there are eighty thousand are joined by comparing each with each.
    """
    become(cursor, WORKER)  # whose table it is
    run(cursor, "know rows", KNOW.format(sql.Identifier(table)), {})
    become(cursor, part.caller)
