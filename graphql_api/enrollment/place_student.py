"""Place a student in a section: the one way in, whichever mutation asks."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.enrollment.statements import full_section, now
from graphql_api.enrollment.wishes import Known, Wish
from graphql_api.mutations.given_values import optional_text
from graphql_api.mutations.tell import tell_each
from graphql_api.mutations.user_errors import (
    ROW_SECURITY,
    DeadlinePassed,
    HoldBlocks,
    PrerequisiteMissing,
    Refused,
    SectionFull,
    UserError,
    already_enrolled,
    constraint_as_user_error,
    invalid,
    not_found,
)
from schema.events import EnrollmentCreated, EnrollmentWaitlisted, Event
from schema.models import Enrollment, Section, Student
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState
from schema.rules.enrollment import EnrollmentRefusal, EnrollmentRequest, enrollment_refusal


def place_student(session: Session, today: date, wish: Wish, known: Known) -> Enrollment:
    """Give a student a seat or a place on the waitlist; `tell_placed` tells of it.

    Raises:
        Refused: a policy or the section stands in the way; nothing was written.
    """
    student, section = _named(wish, known)
    reason = optional_text(wish.override_reason, "overrideReason")
    held = known.held.get((student.id, section.id))
    if held is not None:
        raise Refused(already_enrolled(held))
    _apply_policies(today, student, section, reason, known)
    place = {
        "student_id": student.id,
        "section_id": section.id,
        "org_id": section.org_id,
        "begin_date": wish.begin_date,
        "override_reason": reason,
    }
    made = _take_place(session, place, waitlist=wish.waitlist)
    known.held[student.id, section.id] = made.id
    return made


def tell_placed(context: Context, made: Iterable[Enrollment]) -> None:
    """Record that students were given places."""
    told = [(_event(each), each.override_reason) for each in made]
    tell_each(context, "enroll", told, entity="enrollment")


def _event(made: Enrollment) -> Event:
    seated = made.state is EnrollmentState.ACTIVE
    event = EnrollmentCreated if seated else EnrollmentWaitlisted
    return event(made.id, made.student_id, made.section_id)


def _named(wish: Wish, known: Known) -> tuple[Student, Section]:
    student, section = known.students.get(wish.student_id), known.sections.get(wish.section_id)
    if student is None:
        raise Refused(not_found("studentId", "student"))
    if section is None:
        raise Refused(not_found("sectionId", "section"))
    if student.status is RecordStatus.INACTIVE:
        raise Refused(invalid("studentId", "This student has left: the record is inactive."))
    if section.status is RecordStatus.INACTIVE:
        raise Refused(invalid("sectionId", "This section is no longer in use."))
    return student, section


def _apply_policies(
    today: date, student: Student, section: Section, reason: str | None, known: Known
) -> None:
    last_day = section.last_day_to_enroll
    holds = known.holds.get(student.id, ())
    missing = known.missing.get((student.id, section.course_id), ())
    late = (today - last_day).days if last_day else 0
    refusal = enrollment_refusal(EnrollmentRequest(holds, missing, late, reason))
    if refusal is not None:
        raise Refused(_explained(refusal, list(missing), last_day))


def _explained(refusal: EnrollmentRefusal, missing: list[str], last_day: date | None) -> UserError:
    match refusal:
        case EnrollmentRefusal.HOLD:
            message = "A hold keeps the student from enrolling: release it, or give a reason."
            return HoldBlocks(code="HOLD_BLOCKS", message=message, path=["input", "studentId"])
        case EnrollmentRefusal.PREREQUISITE_MISSING:
            return PrerequisiteMissing(
                code="PREREQUISITE_MISSING",
                message=f"The student has not passed {', '.join(missing)} yet.",
                path=["input", "sectionId"],
                course_codes=missing,
            )
        case EnrollmentRefusal.DEADLINE_PASSED:
            message = f"The last day to enroll was {last_day}: give a reason to enroll later."
            path = ["input", "sectionId"]
            return DeadlinePassed(code="DEADLINE_PASSED", message=message, path=path)


def _take_place(session: Session, place: Mapping[str, Any], *, waitlist: bool) -> Enrollment:
    # The last seat is the database's to give: two requests may race for it.
    try:
        return _insert(session, place, EnrollmentState.ACTIVE)
    except Refused as refusal:
        if not (waitlist and isinstance(refusal.errors[0], SectionFull)):
            raise
    # A seat given up from here on waits for this transaction, and so finds who waits for it.
    full = session.scalar(full_section(place["section_id"]))
    return _insert(session, place, EnrollmentState.WAITLISTED if full else EnrollmentState.ACTIVE)


def _insert(session: Session, place: Mapping[str, Any], state: EnrollmentState) -> Enrollment:
    waits = state is EnrollmentState.WAITLISTED
    since = session.scalar(now()) if waits else None
    made = Enrollment(**place, state=state, waitlisted_at=since)
    # A savepoint: whoever finds no seat may wait for one, and so may the next of many.
    with constraint_as_user_error(session, CONSTRAINTS), session.begin_nested():
        session.add(made)
    return made


CONSTRAINTS: dict[str, UserError] = {
    "section_seats_within_capacity": SectionFull(
        code="SECTION_FULL",
        message="Every seat is taken. Ask again with `waitlist: true` to wait for one.",
        path=["input", "sectionId"],
    ),
    "enrollment_within_session": invalid("beginDate", "This day is outside the section's term."),
    # Somebody enrolled the same student a moment ago.
    "enrollment_one_place": already_enrolled(0),
    ROW_SECURITY: invalid("sectionId", "You may see this section but not enroll in it."),
}
