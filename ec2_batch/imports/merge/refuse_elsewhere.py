"""Merge, step 2b: rows about records of schools that are not the caller's to write."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import run

# What is taught elsewhere is seen by everybody, and so found by its key.
ELSEWHERE = sql.SQL("""
SELECT line FROM import_planned JOIN {table} AS record ON record.id = entity_id
WHERE action = 'update' AND line BETWEEN %(first)s AND %(last)s
  AND (SELECT current_setting('role')) <> 'app_admin'
  AND record.org_id <> ALL ((SELECT app.org_ids())::bigint[])
ORDER BY line
""")


def refuse_elsewhere(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out that would change a record of another school, and say which."""
    table = part.layout.format.entity.table
    if "org_id" not in table.c:
        return []
    statement = ELSEWHERE.format(table=sql.Identifier(table.name))
    lines = [line for (line,) in run(cursor, "find records elsewhere", statement, part.lines)]
    drop_lines(cursor, lines)
    return [not_yours(line) for line in lines]


def not_yours(line: int) -> Issue:
    """Return the issue of a row about another school's record."""
    return Issue(line, "NOT_YOURS", "This row is about a school that is not yours.")
