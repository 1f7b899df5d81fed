"""The students and sections that rows name, and how each may be named."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.find_named import Named, find_named
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.suggest_name import Near

# What is taught elsewhere is seen by everybody, and written by its school alone.
MINE = """
((SELECT current_setting('role')) = 'app_admin'
 OR known.org_id = ANY ((SELECT app.org_ids())::bigint[]))
"""
STUDENT = Named(
    noun="student",
    table="student",
    ways=(
        "known.sourced_id = asked.name",
        "known.student_number = asked.name",
        "asked.name LIKE '%%@%%' AND lower(known.email) = lower(asked.name)",
    ),
    copies=(),
    near=Near("student", "student_number", "true"),
)
SECTION = Named(
    noun="section",
    table="section",
    ways=tuple(
        f"{way} AND {MINE} AND coalesce(known.academic_session_id = asked.term, true)"
        for way in (
            "known.sourced_id = asked.name",
            "lower(known.code) = lower(asked.name) AND known.status = 'active'",
        )
    ),
    copies=("org_id", "course_id", "last_day_to_enroll"),
    near=Near("section", "code", f"{MINE} AND known.status = 'active'", are_words=True),
    of_term=True,
)
# What of them is staged beside the record's own columns.
STAGED = (
    ("student_name", "text"),
    ("section_name", "text"),
    ("term_id", "bigint"),
    ("course_id", "bigint"),
    ("last_day_to_enroll", "date"),
)


def find_students(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the student of each row; rows that name none that is known are taken out."""
    return find_named(cursor, part, STUDENT)


def find_sections(cursor: Cursor, part: Part) -> list[Issue]:
    """Find the section of each row, of the term that it names or of any."""
    return find_named(cursor, part, SECTION)
