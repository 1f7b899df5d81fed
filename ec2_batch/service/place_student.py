"""Place a newly added student in a course: in a section with room, or on a waitlist."""

from typing import Any

from sqlalchemy import Row, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from ec2_batch.service.problems import ProblemError, constraint_of
from ec2_batch.service.records import Visit
from schema.events import EnrollmentCreated, EnrollmentWaitlisted
from schema.models import (
    AcademicSession,
    Enrollment,
    EnrollmentState,
    RecordStatus,
    Section,
)

# Recorded on the enrollment: deadlines and prerequisites do not apply to a record taken over.
REASON = "Added together with the student's record"


def place_student(visit: Visit, student_id: int, course_id: int) -> None:
    """Give a student a seat in a section of the course, or a place on its waitlist.

    Raises:
        ProblemError: no section of the course is taught now or in a term to come.
    """
    section = visit.connection.execute(open_sections(course_id)).first()
    if section is None:
        raise ProblemError(
            422, "This course has no section, now or in a term to come.", pointer="/course"
        )
    if section.free > 0 and _took_seat(visit, student_id, section):
        return
    # A seat given up from here on waits for this transaction, and so finds who waits for it.
    if visit.connection.scalar(free_seat(section.id)) and _took_seat(visit, student_id, section):
        return
    waiting = {"state": EnrollmentState.WAITLISTED, "waitlisted_at": func.now()}
    enrollment_id = _insert(visit, student_id, section, waiting)
    event = EnrollmentWaitlisted(enrollment_id, student_id, section.id)
    visit.tell("enroll", event, entity="enrollment", reason=REASON)


def open_sections(course_id: int) -> Select[int, int, int]:
    """Select a course's sections: the running term's first, of these the one with most room."""
    begins = func.greatest(AcademicSession.start_date, func.current_date())
    free = Section.capacity - Section.seats_taken
    return (
        select(Section.id, Section.org_id, free.label("free"))
        .join(AcademicSession, AcademicSession.id == Section.academic_session_id)
        .where(
            Section.course_id == course_id,
            Section.status == RecordStatus.ACTIVE,
            AcademicSession.end_date >= func.current_date(),
        )
        .order_by(begins, free.desc(), Section.id)
    )


def free_seat(section_id: int) -> Select[bool]:
    """Whether a section has a seat to give; stays so until the transaction ends."""
    free = Section.seats_taken < Section.capacity
    return select(free).where(Section.id == section_id).with_for_update(key_share=True)


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
    event = EnrollmentCreated(enrollment_id, student_id, section.id)
    visit.tell("enroll", event, entity="enrollment", reason=REASON)
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
