"""Reads what rows may refer to, with the eyes of the person who imports."""

from datetime import date
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.references import Names, References
from ec2_batch.transaction import run

# An admin's account may belong to no school: then all of them are theirs.
SCHOOLS = """
SELECT id, sourced_id, name, identifier, type, parent_id FROM org
WHERE status = 'active'
  AND (id = ANY ((SELECT app.org_ids())::bigint[])
       OR (current_setting('role') = 'app_admin' AND (SELECT app.org_ids()) IN ('{}', '{NULL}')))
ORDER BY id
"""
COURSES = """
SELECT id, code, title FROM course
WHERE status = 'active' AND org_id = ANY (%(schools)s) ORDER BY id
"""


def read_references(cursor: Cursor, today: date, *, courses: bool) -> References:
    """Return the schools of the person who imports, and their courses if rows name any.

    Raises:
        UnreadableFileError: they have none, so that nothing could be imported.
    """
    schools = run(cursor, "read schools", SCHOOLS, {})
    if not schools:
        raise UnreadableFileError(
            "NO_SCHOOL", "Your account is not active or belongs to no school: ask an administrator."
        )
    ids = {"schools": [row[0] for row in schools]}
    taught = run(cursor, "read courses", COURSES, ids) if courses else []
    return References(
        today=today,
        schools=Names.of("school", [(row[0], row[1:4]) for row in schools]),
        courses=Names.of("course", [(row[0], row[1:]) for row in taught]),
        default_school=_default_school(schools),
    )


def references_for(cursor: Cursor, layout: Layout, today: date) -> References:
    """Return what the rows of a layout are checked against."""
    return read_references(cursor, today, courses="course" in layout.positions)


def _default_school(schools: list[tuple[Any, ...]]) -> int | None:
    """Return the only school there is, or else the organisation that all others are below."""
    only = [row[0] for row in schools if row[4] == "school"]
    if len(only) == 1:
        return int(only[0])
    ids = {row[0] for row in schools}
    tops = [row[0] for row in schools if row[5] not in ids]
    return int(tops[0]) if len(tops) == 1 else None
