"""Enroll a student in a section."""

from datetime import date
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.enrollment.statements import (
    blocking_holds,
    full_section,
    held_place,
    missing_prerequisites,
)
from graphql_api.enrollment.statements import now as transaction_time
from graphql_api.enrollment.types import Enrollment
from graphql_api.find_record import find_record
from graphql_api.mutation import IDEMPOTENCY_KEY, ApiInfo, perform, tell
from graphql_api.planner.resolve import row
from graphql_api.user_errors import (
    DeadlinePassed,
    HoldBlocks,
    PrerequisiteMissing,
    Refused,
    SectionFull,
    UserError,
    already_enrolled,
    constraint_as_user_error,
    invalid,
)
from schema.access.roles import Permission
from schema.events import EnrollmentCreated, EnrollmentWaitlisted
from schema.models import Enrollment as EnrollmentModel
from schema.models import Section, Student
from schema.models.enrollment import EnrollmentState
from schema.rules.enrollment import EnrollmentRefusal, EnrollmentRequest, enrollment_refusal


@strawberry.input(description="Who is to take which section.")
class EnrollInput:
    student_id: strawberry.ID = strawberry.field(description="The student.")
    section_id: strawberry.ID = strawberry.field(description="The section.")
    begin_date: date | None = strawberry.field(
        description="The first day; the term's first day if it is left out.", default=None
    )
    waitlist: bool = strawberry.field(
        description="Wait for a seat if the section is full.", default=False
    )
    override_reason: str | None = strawberry.field(
        description="Why a hold, a prerequisite or a deadline is set aside; it is recorded."
        " Nothing overrides a full section.",
        default=None,
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of an enrollment.")
class EnrollPayload:
    enrollment: Enrollment | None = strawberry.field(
        description="The seat, or the place on the waitlist, unless refused."
    )
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def enroll(
    info: ApiInfo,
    input: Annotated[EnrollInput, strawberry.argument(description="Who and where.")],
) -> EnrollPayload:
    """Enroll a student in a section, if it has a seat and no policy stands in the way."""

    def work(session: Session) -> EnrollPayload:
        student = find_record(session, Student, input.student_id, "studentId")
        section = find_record(session, Section, input.section_id, "sectionId")
        held = session.scalar(held_place(student.id, section.id))
        if held is not None:
            raise Refused(already_enrolled(held))
        _apply_policies(session, info.context, student, section, input)
        made = _place(session, student, section, input)
        event = EnrollmentCreated if made.state is EnrollmentState.ACTIVE else EnrollmentWaitlisted
        told = event(made.id, student.id, section.id)
        reason = input.override_reason
        tell(info.context, "enroll", told, entity="enrollment", reason=reason)
        return EnrollPayload(enrollment=row(made.id), user_errors=[])

    return perform(info, Permission.ENROLLMENT_WRITE, input, EnrollPayload, work)


def _apply_policies(
    session: Session, context: Context, student: Student, section: Section, input: EnrollInput
) -> None:
    last_day = section.last_day_to_enroll
    holds = session.scalars(blocking_holds(student.id)).all()
    missing = session.scalars(missing_prerequisites(student.id, section.course_id)).all()
    late = (context.today - last_day).days if last_day else 0
    refusal = enrollment_refusal(EnrollmentRequest(holds, missing, late, input.override_reason))
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


def _place(
    session: Session, student: Student, section: Section, input: EnrollInput
) -> EnrollmentModel:
    # The last seat is the database's to give: two requests may race for it.
    try:
        return _insert(session, student, section, input, EnrollmentState.ACTIVE)
    except Refused as refusal:
        if not (input.waitlist and isinstance(refusal.errors[0], SectionFull)):
            raise
    # A seat given up from here on waits for this transaction, and so finds who waits for it.
    full = session.scalar(full_section(section.id))
    state = EnrollmentState.WAITLISTED if full else EnrollmentState.ACTIVE
    return _insert(session, student, section, input, state)


def _insert(
    session: Session,
    student: Student,
    section: Section,
    input: EnrollInput,
    state: EnrollmentState,
) -> EnrollmentModel:
    waits = state is EnrollmentState.WAITLISTED
    made = EnrollmentModel(
        student_id=student.id,
        section_id=section.id,
        org_id=section.org_id,
        state=state,
        begin_date=input.begin_date,
        waitlisted_at=session.scalar(transaction_time()) if waits else None,
        override_reason=input.override_reason,
    )
    with constraint_as_user_error(session, CONSTRAINTS):
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
}
