"""Stage 6, merge: a block's staged rows into the records, without the rows that cannot be."""

from psycopg2 import DataError, Error, IntegrityError
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.imports.merge.plan_part import (
    act,
    find_named_records,
    plan_fully,
    plan_lightly,
)
from ec2_batch.imports.merge.plan_rows import unplan_rows
from ec2_batch.imports.merge.refuse_elsewhere import not_yours
from ec2_batch.imports.merge.refuse_taken import taken_issue
from ec2_batch.imports.merge.write_rows import write_rows
from ec2_batch.transaction import run

LINES = """
SELECT line FROM import_planned WHERE line BETWEEN %(first)s AND %(last)s ORDER BY line
"""


def merge_rows(cursor: Cursor, part: Part) -> list[Issue]:
    """Merge a part of the staging table and return the issues of what was left out.

    Most files hold nothing that belongs to another record, so this is looked for only once the
    database has refused to write.
    """
    found = find_named_records(cursor, part)
    issues = plan_lightly(cursor, part)
    if _refusal(cursor, part) is not None:
        unplan_rows(cursor, part)
        issues = plan_fully(cursor, part) + _merge_planned(cursor, part)
    act(cursor, part, part.steps.settled)
    return found + issues


def _merge_planned(cursor: Cursor, part: Part) -> list[Issue]:
    """Write a planned part; if that cannot be, the part is halved until the bad row is alone."""
    lines = [line for (line,) in run(cursor, "list rows to write", LINES, part.lines)]
    if not lines:
        return []
    part = part.between(lines[0], lines[-1])
    if (error := _refusal(cursor, part)) is None:
        return []
    if len(lines) == 1:
        drop_lines(cursor, lines)
        return [_refused(part, lines[0], error)]
    middle = lines[len(lines) // 2]
    return _merge_planned(cursor, part.between(lines[0], middle - 1)) + _merge_planned(
        cursor, part.between(middle, lines[-1])
    )


def _refusal(cursor: Cursor, part: Part) -> Error | None:
    """Write a planned part; return why that could not be, when nothing of it is written."""
    cursor.execute("SAVEPOINT part")
    try:
        act(cursor, part, part.steps.before)
        write_rows(cursor, part)
        act(cursor, part, part.steps.after)
    except (DataError, IntegrityError, InsufficientPrivilege) as error:
        if not _is_about_a_row(error):
            raise
        cursor.execute("ROLLBACK TO SAVEPOINT part")
        return error
    cursor.execute("RELEASE SAVEPOINT part")
    return None


def _is_about_a_row(error: Error) -> bool:
    """Say whether a row is to blame: a missing grant would otherwise refuse every one."""
    if isinstance(error, InsufficientPrivilege):
        return "row-level security" in (error.diag.message_primary or "")
    return True


def _refused(part: Part, line: int, error: Error) -> Issue:
    for taken in part.layout.format.entity.taken:
        if taken.constraint == error.diag.constraint_name:
            return taken_issue(part, line, taken, None)
    if isinstance(error, InsufficientPrivilege):
        return not_yours(line)
    return Issue(line, "REFUSED", f"The records refuse this row: {error.diag.message_primary}.")
