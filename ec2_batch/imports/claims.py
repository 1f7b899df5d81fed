"""Duplicates: what two rows of one file may not both have, however far apart they are."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.staged_student import Claim
from ec2_batch.transaction import run

# The database keeps what was claimed, so that a file of any length takes no memory here.
CLAIM = sql.SQL("""
INSERT INTO import_claimed (column_name, value, says, line)
SELECT DISTINCT ON ({value}) {column}, {value}, {says}, import_staged.line
FROM import_staged WHERE {value} IS NOT NULL ORDER BY {value}, import_staged.line
ON CONFLICT DO NOTHING
""")
CLAIMED_BEFORE = sql.SQL("""
SELECT import_staged.line, import_claimed.line, value
FROM import_staged JOIN import_claimed ON column_name = {column} AND value = {value}
WHERE import_claimed.line <> import_staged.line AND import_claimed.says <> {says}
ORDER BY 1
""")
DROP_LINES = "DELETE FROM import_staged WHERE line = ANY(%(lines)s)"


def refuse_duplicates(cursor: Cursor, layout: Layout) -> list[Issue]:
    """Take rows that repeat an earlier one out of the staging table, and say which.

    Reads nothing but the file's own rows, so that it finds the same after a restart.
    """
    issues = []
    present = layout.positions
    # Of two ids, the one that is not in the file is a copy of the one that is.
    for claim in (claim for claim in layout.format.claims if claim.column in present):
        refused = _refused(cursor, claim, layout)
        drop_lines(cursor, [issue.line for issue in refused])
        issues += refused
    return issues


def _refused(cursor: Cursor, claim: Claim, layout: Layout) -> list[Issue]:
    parts = {
        "column": sql.Literal(claim.column),
        "value": sql.SQL(claim.value),
        "says": sql.SQL(claim.says),
    }
    run(cursor, f"claim {claim.column}", CLAIM.format(**parts), {})
    before = run(cursor, f"find {claim.column} twice", CLAIMED_BEFORE.format(**parts), {})
    return [
        Issue(
            line=line,
            code=claim.code,
            message=claim.message.format(line=first),
            column=layout.header_of(claim.column),
            value=shown(value),
        )
        for line, first, value in before
    ]


def drop_lines(cursor: Cursor, lines: list[int]) -> None:
    """Take rows out of the staging table."""
    if lines:
        run(cursor, "drop refused rows", DROP_LINES, {"lines": lines})
