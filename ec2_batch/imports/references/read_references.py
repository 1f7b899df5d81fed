"""Reads what rows may refer to, with the eyes of the person who imports."""

from collections.abc import Collection
from datetime import date
from typing import Any

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.references.references import Names, References
from ec2_batch.transaction import run

# An admin's account may belong to no school: then all of them are theirs.
SCHOOLS = """
SELECT id, sourced_id, name, identifier, type, parent_id, status = 'active' FROM org
WHERE id = ANY ((SELECT app.org_ids())::bigint[])
   OR (current_setting('role') = 'app_admin' AND (SELECT app.org_ids()) IN ('{}', '{NULL}'))
ORDER BY id
"""
COURSES = """
SELECT id, sourced_id, code, title, org_id, status = 'active' FROM course
WHERE org_id = ANY (%(schools)s) ORDER BY id
"""
TERMS = """
SELECT id, sourced_id, title, parent_id, status = 'active' FROM academic_session ORDER BY id
"""
GRADE_SCALES = "SELECT id, sourced_id, name FROM grade_scale WHERE status = 'active' ORDER BY id"


def read_references(
    cursor: Cursor, today: date, named: Collection[str], *, or_no_school: bool = False
) -> References:
    """Return the schools of the person who imports, and what else their rows name.

    `named` are columns: of what none of them refers to, nothing is read. Without a school can be
    imported what schools are made of.

    Raises:
        UnreadableFileError: they have none, so that nothing could be imported.
    """
    schools = run(cursor, "read schools", SCHOOLS, {})
    if not schools and not or_no_school:
        raise UnreadableFileError(
            "NO_SCHOOL", "Your account is not active or belongs to no school: ask an administrator."
        )
    ids = {"schools": [row[0] for row in schools]}
    taught = run(cursor, "read courses", COURSES, ids) if "course" in named else []
    scales = run(cursor, "read scales", GRADE_SCALES, {}) if "grade_scale" in named else []
    terms = run(cursor, "read terms", TERMS, {}) if "term" in named else []
    return References(
        today=today,
        schools=_names("school", schools, 4),
        courses=_names("course", taught, 4),
        default_school=_default_school([row for row in schools if row[-1]]),
        grade_scales=Names.of("grade_scale", [(row[0], row[1:]) for row in scales]),
        terms=_names("term", terms, 3),
        term_parents={row[0]: row[3] for row in terms},
        course_orgs={row[0]: row[4] for row in taught},
        course_titles={row[0]: row[3] for row in taught},
    )


def _names(kind: str, rows: list[tuple[Any, ...]], end: int) -> Names:
    """Return names that stand from the second column on; the last says who is in use."""
    names = Names.of(kind, [(row[0], row[1:end]) for row in rows if row[-1]])
    names.left.update({row[1].casefold(): row[0] for row in rows if not row[-1]})
    return names


def _default_school(schools: list[tuple[Any, ...]]) -> int | None:
    """Return the only school there is, or else the organisation that all others are below."""
    only = [row[0] for row in schools if row[4] == "school"]
    if len(only) == 1:
        return int(only[0])
    ids = {row[0] for row in schools}
    tops = [row[0] for row in schools if row[5] not in ids]
    return int(tops[0]) if len(tops) == 1 else None
