"""Drop a student's place in a section."""

from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.enrollment.statements import next_in_line
from graphql_api.enrollment.types import Enrollment
from graphql_api.mutation import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform, tell
from graphql_api.planner.global_ids import key_of
from graphql_api.planner.resolve import row
from graphql_api.user_errors import (
    DeadlinePassed,
    Refused,
    UserError,
    invalid,
    not_found,
    version_conflict,
)
from schema.access.roles import Permission
from schema.events import EnrollmentDropped, EnrollmentPromoted
from schema.models import Enrollment as EnrollmentModel
from schema.models import Section
from schema.models.enrollment import EnrollmentState


@strawberry.input(description="Which place is given up.")
class DropInput:
    enrollment_id: strawberry.ID = strawberry.field(description="The enrollment.")
    override_reason: str | None = strawberry.field(
        description="Why the last day to drop is set aside; it is recorded.", default=None
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of giving up a place.")
class DropPayload:
    enrollment: Enrollment | None = strawberry.field(
        description="The place that was given up, unless refused."
    )
    promoted: Enrollment | None = strawberry.field(
        description="Who came off the waitlist for the free seat, if anybody waited."
    )
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def drop(
    info: ApiInfo,
    input: Annotated[DropInput, strawberry.argument(description="Which place.")],
) -> DropPayload:
    """Give up a student's place in a section; a free seat goes to who has waited longest."""

    def work(session: Session) -> DropPayload:
        dropped = _find(session, input, info.context)
        held_seat = dropped.state is EnrollmentState.ACTIVE
        dropped.state = EnrollmentState.WITHDRAWN
        dropped.src_hash = None
        if input.override_reason:
            dropped.override_reason = input.override_reason
        session.flush()
        event = EnrollmentDropped(dropped.id, dropped.student_id, dropped.section_id)
        reason = input.override_reason
        tell(info.context, "drop", event, entity="enrollment", reason=reason)
        promoted = _promote(session, info.context, dropped.section_id) if held_seat else None
        return DropPayload(
            enrollment=row(dropped.id),
            promoted=row(promoted.id) if promoted else None,
            user_errors=[],
        )

    return perform(info, Permission.ENROLLMENT_WRITE, input, DropPayload, work)


def _find(session: Session, input: DropInput, context: Context) -> EnrollmentModel:
    key = key_of("Enrollment", input.enrollment_id)
    found = session.get(EnrollmentModel, key, with_for_update=True) if key else None
    if found is None:
        raise Refused(not_found("enrollmentId", "enrollment"))
    if input.expected_version not in (None, found.version):
        raise Refused(version_conflict(found.version))
    if found.state not in (EnrollmentState.ACTIVE, EnrollmentState.WAITLISTED):
        raise Refused(invalid("enrollmentId", f"This place is {found.state.value} already."))
    last_day = session.get_one(Section, found.section_id).last_day_to_drop
    if last_day and context.today > last_day and not input.override_reason:
        message = f"The last day to drop was {last_day}: give a reason to drop later."
        path = ["input", "enrollmentId"]
        raise Refused(DeadlinePassed(code="DEADLINE_PASSED", message=message, path=path))
    return found


def _promote(session: Session, context: Context, section_id: int) -> EnrollmentModel | None:
    # The drop has locked the section's row, so two drops promote one after the other.
    waiting = session.scalars(next_in_line(section_id)).first()
    if waiting is None:
        return None
    waiting.state = EnrollmentState.ACTIVE
    waiting.src_hash = None
    session.flush()
    event = EnrollmentPromoted(waiting.id, waiting.student_id, section_id)
    tell(context, "promote", event, entity="enrollment")
    return waiting
