"""Merge, step 2: rows that the records have no place for, found before they are tried."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.claims import drop_lines
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import become, run
from schema.access.caller import WORKER
from schema.rules.student import TAKEN as TAKEN_BY

# Asked with the worker's eyes: a student of another school takes a number as well. The first
# reason found is the one that is told.
TAKEN = """
SELECT DISTINCT ON (line) line, code, staged_value FROM (
    SELECT line, 1 AS rank, 'ID_TAKEN' AS code, staged.sourced_id AS staged_value
    FROM import_staged AS staged JOIN student USING (sourced_id)
    WHERE student.id IS DISTINCT FROM entity_id AND line BETWEEN %(first)s AND %(last)s
  UNION ALL
    SELECT line, 2, 'STUDENT_NUMBER_TAKEN', staged.student_number
    FROM import_staged AS staged JOIN student USING (student_number)
    WHERE student.id IS DISTINCT FROM entity_id AND line BETWEEN %(first)s AND %(last)s
  UNION ALL
    SELECT line, 3, 'EMAIL_TAKEN', staged.email
    FROM import_staged AS staged JOIN student ON lower(student.email) = lower(staged.email)
    WHERE student.id IS DISTINCT FROM entity_id AND line BETWEEN %(first)s AND %(last)s
) AS taken ORDER BY line, rank
"""
REPEATED = """
SELECT line, sourced_id FROM import_staged
WHERE NOT lead AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""
REASONS = {
    "ID_TAKEN": ("sourced_id", "A student of another school has this id."),
    "STUDENT_NUMBER_TAKEN": TAKEN_BY["student_student_number_key"],
    "EMAIL_TAKEN": TAKEN_BY["student_email_key"],
}


def refuse_taken(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out that claim what belongs to another student, and say which."""
    become(cursor, WORKER)
    taken = run(cursor, "find what is taken", TAKEN, part.lines)
    become(cursor, part.caller)
    issues = [taken_issue(part, line, code, value) for line, code, value in taken]
    drop_lines(cursor, [issue.line for issue in issues])
    if part.layout.format.repeats:
        return issues
    repeated = run(cursor, "find students twice", REPEATED, part.lines)
    drop_lines(cursor, [line for line, _ in repeated])
    return issues + [
        part.refusal(line, "DUPLICATE_ID", "Another row is about this student.", "sourced_id", key)
        for line, key in repeated
    ]


def taken_issue(part: Part, line: int, code: str, value: str | None) -> Issue:
    """Return the issue of a row that claims what another student has."""
    column, message = REASONS[code]
    return part.refusal(line, code, message, column, value)
