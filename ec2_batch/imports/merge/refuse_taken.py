"""Merge, step 2: rows that the records have no place for, found before they are tried again."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entity import Taken
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import become, run
from schema.access.caller import WORKER

# Asked with the worker's eyes: a record of another school takes a number as well. The first
# reason found is the one that is told.
TAKEN = sql.SQL("""
SELECT DISTINCT ON (line) line, rank, value FROM ({each}) AS taken ORDER BY line, rank
""")
ONE = sql.SQL("""
SELECT line, {rank} AS rank, planned.{column}::text AS value
FROM import_planned AS planned JOIN {table} AS known ON {match}
WHERE known.id IS DISTINCT FROM planned.entity_id AND line BETWEEN %(first)s AND %(last)s
""")


def refuse_taken(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out that claim what belongs to another record, and say which."""
    reasons = part.layout.format.entity.taken
    table = sql.Identifier(part.layout.format.entity.name)
    each = [
        ONE.format(
            rank=sql.Literal(rank),
            column=sql.Identifier(taken.column),
            table=table,
            match=sql.SQL(taken.match),
        )
        for rank, taken in enumerate(reasons)
    ]
    become(cursor, WORKER)
    statement = TAKEN.format(each=sql.SQL(" UNION ALL ").join(each))
    found = run(cursor, "find what is taken", statement, part.lines)
    become(cursor, part.caller)
    issues = [taken_issue(part, line, reasons[rank], value) for line, rank, value in found]
    drop_lines(cursor, [issue.line for issue in issues])
    return issues


def taken_issue(part: Part, line: int, taken: Taken, value: str | None) -> Issue:
    """Return the issue of a row that claims what another record has."""
    return part.refusal(line, taken.code, taken.message, taken.column, value)
