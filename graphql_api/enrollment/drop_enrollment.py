"""Drop a student's place in a section."""

from typing import Annotated, Any

import strawberry
from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.enrollment.promote_waitlist import promote_waitlist
from graphql_api.enrollment.types import Enrollment
from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import lock_record
from graphql_api.mutations.given_values import optional_text
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import DeadlinePassed, Refused, UserError, invalid
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.events import EnrollmentDropped
from schema.models import Enrollment as EnrollmentModel
from schema.models import Section
from schema.models.enrollment import EnrollmentState


@strawberry.input(description="Which place is given up.")
class DropInput:
    enrollment_id: strawberry.ID = strawberry.field(description="The enrollment.")
    override_reason: str | None = strawberry.field(
        description="Why the last day to drop is set aside; it is recorded."
        " At most 200 characters.",
        default=None,
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of giving up a place.")
class DropPayload:
    enrollment: Enrollment | None = strawberry.field(
        description="The place that was given up, unless refused."
    )
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
    promoted: list[Enrollment] = strawberry.field(
        default_factory=list,
        description="Who came off the waitlist for the free seat, if anybody waited.",
    )


def drop(
    info: ApiInfo,
    input: Annotated[DropInput, strawberry.argument(description="Which place.")],
) -> DropPayload:
    """Give up a student's place in a section; a free seat goes to who has waited longest."""

    def work(session: Session) -> DropPayload:
        reason = optional_text(input.override_reason, "overrideReason")
        dropped = _find(info.context, input, reason)
        held_seat = dropped.state is EnrollmentState.ACTIVE
        values: dict[str, Any] = {"state": EnrollmentState.WITHDRAWN}
        if reason:
            values["override_reason"] = reason
        change(info.context, dropped, values, {})
        event = EnrollmentDropped(dropped.id, dropped.student_id, dropped.section_id)
        tell(info.context, "drop", event, entity="enrollment", reason=reason)
        freed = dropped.section_id if held_seat else None
        promoted = promote_waitlist(session, info.context, freed) if freed else []
        return DropPayload(
            enrollment=row(dropped.id), user_errors=[], promoted=[row(p.id) for p in promoted]
        )

    return perform(info, Permission.ENROLLMENT_WRITE, input, DropPayload, work)


def _find(context: Context, input: DropInput, reason: str | None) -> EnrollmentModel:
    found = lock_record(context, EnrollmentModel, input.enrollment_id, "enrollmentId")
    expect_version(found, input.expected_version)
    if found.state not in (EnrollmentState.ACTIVE, EnrollmentState.WAITLISTED):
        raise Refused(invalid("enrollmentId", f"This place is {found.state.value} already."))
    last_day = context.transaction.session.get_one(Section, found.section_id).last_day_to_drop
    if last_day and context.today > last_day and not reason:
        message = f"The last day to drop was {last_day}: give a reason to drop later."
        path = ["input", "enrollmentId"]
        raise Refused(DeadlinePassed(code="DEADLINE_PASSED", message=message, path=path))
    return found
