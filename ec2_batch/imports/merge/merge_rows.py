"""Stage 6, merge: a chunk's staged rows into the records, without the rows that cannot be."""

from psycopg2 import DataError, Error, IntegrityError
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.claims import drop_lines
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.enroll_in_course import enroll_in_course, refuse_without_section
from ec2_batch.imports.merge.find_known import find_known
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.record_events import record_enrollment_events, record_student_events
from ec2_batch.imports.merge.refuse_taken import refuse_taken, taken_issue
from ec2_batch.imports.merge.upsert_students import upsert_students
from ec2_batch.transaction import run

LINES = """
SELECT line FROM import_staged WHERE line BETWEEN %(first)s AND %(last)s ORDER BY line
"""
TAKEN_BY_CONSTRAINT = {
    "student_sourced_id_key": "ID_TAKEN",
    "student_student_number_key": "STUDENT_NUMBER_TAKEN",
    "student_email_key": "EMAIL_TAKEN",
}


def merge_rows(cursor: Cursor, part: Part) -> list[Issue]:
    """Merge a part of the staging table and return the issues of what was left out.

    A row that the database refuses takes the whole statement with it. The part is then halved
    until that row is alone; this happens only to what the checks before could not foresee.
    """
    cursor.execute("SAVEPOINT part")
    try:
        issues = _merge(cursor, part)
    except (DataError, IntegrityError, InsufficientPrivilege) as error:
        if not _is_about_a_row(error):
            raise
        cursor.execute("ROLLBACK TO SAVEPOINT part")
        return _halve(cursor, part, error)
    cursor.execute("RELEASE SAVEPOINT part")
    return issues


def _merge(cursor: Cursor, part: Part) -> list[Issue]:
    enrolls = "course" in part.layout.positions
    find_known(cursor, part)
    issues = refuse_taken(cursor, part)
    if enrolls:
        issues += refuse_without_section(cursor, part)
    upsert_students(cursor, part)
    record_student_events(cursor, part)
    if enrolls:
        enroll_in_course(cursor, part)
        record_enrollment_events(cursor, part)
    return issues


def _halve(cursor: Cursor, part: Part, error: Error) -> list[Issue]:
    lines = [line for (line,) in run(cursor, "list rows to halve", LINES, part.lines)]
    if len(lines) == 1:
        drop_lines(cursor, lines)
        return [_refused(part, lines[0], error)]
    middle = lines[len(lines) // 2]
    return merge_rows(cursor, part.between(lines[0], middle - 1)) + merge_rows(
        cursor, part.between(middle, lines[-1])
    )


def _is_about_a_row(error: Error) -> bool:
    """Say whether a row is to blame: a missing grant would otherwise refuse every one."""
    if isinstance(error, InsufficientPrivilege):
        return "row-level security" in (error.diag.message_primary or "")
    return True


def _refused(part: Part, line: int, error: Error) -> Issue:
    if code := TAKEN_BY_CONSTRAINT.get(error.diag.constraint_name or ""):
        return taken_issue(part, line, code, None)
    if isinstance(error, InsufficientPrivilege):
        return Issue(line, "NOT_YOURS", "This row is about a school that is not yours.")
    return Issue(line, "REFUSED", f"The records refuse this row: {error.diag.message_primary}.")
