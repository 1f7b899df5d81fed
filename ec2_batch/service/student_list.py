"""List and count students."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, func, select

from ec2_batch.service.problems import ProblemError
from schema.access.withheld import as_shown
from schema.models import Course, Enrollment, EnrollmentState, RecordStatus, Section, Student

DEFAULT_PAGE = 50
LARGEST_PAGE = 200
# Rows before an offset are read and thrown away; a cursor costs the same on any page.
LARGEST_OFFSET = 10_000
LARGEST_ID = 2**63 - 1  # bigint


@dataclass(frozen=True, slots=True)
class Page:
    """The stretch of the list that is asked for."""

    limit: int = DEFAULT_PAGE
    cursor: int | None = None  # id of the last student of the page before
    offset: int | None = None


def wanted_page(arguments: Mapping[str, str]) -> Page:
    """Return the page that a query string asks for.

    Raises:
        ProblemError: it asks for none that there can be.
    """
    if unknown := sorted(set(arguments) - {"limit", "cursor", "offset"}):
        raise ProblemError(400, f"`{unknown[0][:50]}` is not known; limit, cursor and offset are.")
    if "cursor" in arguments and "offset" in arguments:
        raise ProblemError(400, "Ask by cursor or by offset, not by both.")
    return Page(
        limit=_number(arguments, "limit", 1, LARGEST_PAGE) or DEFAULT_PAGE,
        cursor=_number(arguments, "cursor", 0, LARGEST_ID),
        offset=_number(arguments, "offset", 0, LARGEST_OFFSET),
    )


def list_students(connection: Connection, page: Page) -> tuple[list[dict[str, Any]], bool]:
    """Return a page of students in use, and whether it is the last."""
    rows = connection.execute(students_of(page)).mappings().all()
    return [dict(row) for row in rows[: page.limit]], len(rows) <= page.limit


def count_students(connection: Connection) -> int:
    """Return how many students in use the caller may see."""
    return connection.scalars(select(func.count()).where(IN_USE)).one()


def students_of(page: Page) -> Select[*tuple[Any, ...]]:
    # One more than asked for tells whether there is another page.
    statement = student_rows().where(IN_USE).order_by(Student.id).limit(page.limit + 1)
    if page.cursor is not None:
        return statement.where(Student.id > page.cursor)
    return statement.offset(page.offset)


def student_rows() -> Select[*tuple[Any, ...]]:
    return select(
        Student.id,
        Student.sourced_id.label("sourcedId"),
        Student.student_number.label("studentNumber"),
        Student.name,
        Student.given_name.label("givenName"),
        Student.family_name.label("familyName"),
        as_shown(Student.__table__.c.email).label("email"),
        latest_course().label("course"),
    )


def latest_course() -> ScalarSelect[str]:
    """Select the code of the course that a student took up last, of those still going on."""
    return (
        select(Course.code)
        .join(Section, Section.course_id == Course.id)
        .join(Enrollment, Enrollment.section_id == Section.id)
        .where(
            Enrollment.student_id == Student.id,
            Enrollment.state.in_([EnrollmentState.ACTIVE, EnrollmentState.WAITLISTED]),
        )
        .order_by(Enrollment.id.desc())
        .limit(1)
        .scalar_subquery()
    )


IN_USE = Student.status == RecordStatus.ACTIVE


def _number(arguments: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    if name not in arguments:
        return None
    text = arguments[name]
    # Length first: int() of a very long text takes time.
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise ProblemError(400, f"`{name}` is a whole number from {least} to {most}.")
    return int(text)
