"""Place a newly added student in a course: in a section of the running term, or on its waitlist."""

from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from ec2_batch.imports.issue import did_you_mean
from ec2_batch.service.problems import ProblemError, constraint_of
from ec2_batch.service.records import Visit
from schema.events import EnrollmentCreated, EnrollmentWaitlisted
from schema.models import (
    AcademicSession,
    Course,
    Enrollment,
    EnrollmentState,
    RecordStatus,
    Section,
)

# Recorded on the enrollment: deadlines and prerequisites do not apply to a record taken over.
REASON = "Added together with the student's record"


class FoundCourse(NamedTuple):
    """A course that a body names."""

    id: int
    org_id: int


def find_course(visit: Visit, name: str, *, school_id: int | None, own_school: int) -> FoundCourse:
    """Return the course of a code or title: of a school, or of any, the sender's own first.

    Raises:
        ProblemError: there is none; the detail suggests the nearest.
    """
    courses = visit.connection.execute(courses_at(school_id, own_school)).all()
    for course in courses:
        if name.casefold() in (course.code.casefold(), course.title.casefold()):
            return FoundCourse(course.id, course.org_id)
    known = [word for course in courses for word in (course.code, course.title)]
    detail = f"No course has this code or title.{did_you_mean(name, known)}"
    raise ProblemError(422, detail, pointer="/course")


def place_student(visit: Visit, student_id: int, course: FoundCourse) -> None:
    """Give a student a seat in a section of the course, or a place on its waitlist.

    Raises:
        ProblemError: no section of the course is taught at present.
    """
    section = visit.connection.execute(sections_taught_now(course.id)).first()
    if section is None:
        raise ProblemError(422, "This course has no section at present.", pointer="/course")
    if section.free > 0 and _took_seat(visit, student_id, section):
        return
    waiting = {"state": EnrollmentState.WAITLISTED, "waitlisted_at": func.now()}
    enrollment_id = _insert(visit, student_id, section, waiting)
    visit.tell(EnrollmentWaitlisted(enrollment_id, student_id, section.id))


def courses_at(school_id: int | None, own_school: int) -> Select[int, int, str, str]:
    statement = select(Course.id, Course.org_id, Course.code, Course.title).where(
        Course.status == RecordStatus.ACTIVE
    )
    if school_id is not None:
        statement = statement.where(Course.org_id == school_id)
    return statement.order_by(Course.org_id != own_school, Course.id)


def sections_taught_now(course_id: int) -> Select[int, int, int]:
    """Select a course's sections of the running term, the one with the most free seats first."""
    free = Section.capacity - Section.seats_taken
    return (
        select(Section.id, Section.org_id, free.label("free"))
        .join(AcademicSession, AcademicSession.id == Section.academic_session_id)
        .where(
            Section.course_id == course_id,
            Section.status == RecordStatus.ACTIVE,
            func.current_date().between(AcademicSession.start_date, AcademicSession.end_date),
        )
        .order_by(free.desc(), Section.id)
    )


def _took_seat(visit: Visit, student_id: int, section: Row[int, int, int]) -> bool:
    try:
        # The last seat is the database's to give: somebody else may have had it meanwhile.
        with visit.connection.begin_nested():
            seated = {"state": EnrollmentState.ACTIVE}
            enrollment_id = _insert(visit, student_id, section, seated)
    except IntegrityError as refusal:
        if constraint_of(refusal) != "section_seats_within_capacity":
            raise
        return False
    visit.tell(EnrollmentCreated(enrollment_id, student_id, section.id))
    return True


def _insert(
    visit: Visit, student_id: int, section: Row[int, int, int], place: dict[str, Any]
) -> int:
    row = insert(Enrollment).values(
        student_id=student_id,
        section_id=section.id,
        org_id=section.org_id,
        override_reason=REASON,
        **place,
    )
    return visit.connection.scalars(row.returning(Enrollment.id)).one()
