"""Release a hold."""

from typing import Annotated

import strawberry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graphql_api.hold.types import Hold
from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import lock_record
from graphql_api.mutations.given_values import optional_text
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.events import HoldReleased
from schema.models import Hold as HoldModel


@strawberry.input(description="Which hold is released.")
class HoldReleaseInput:
    id: strawberry.ID = strawberry.field(description="The hold.")
    reason: str | None = strawberry.field(
        description="Why, for the audit log; at most 200 characters.", default=None
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of releasing a hold.")
class HoldReleasePayload:
    hold: Hold | None = strawberry.field(description="The hold, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def hold_release(
    info: ApiInfo,
    input: Annotated[HoldReleaseInput, strawberry.argument(description="Which hold.")],
) -> HoldReleasePayload:
    """Release a hold: it no longer keeps the student from anything, and stays on record."""

    def work(session: Session) -> HoldReleasePayload:
        reason = optional_text(input.reason, "reason")
        hold = lock_record(info.context, HoldModel, input.id)
        expect_version(hold, input.expected_version)
        if hold.released_at is not None:
            raise Refused(invalid("id", "This hold was released before."))
        changes = change(
            info.context, hold, {"released_at": session.scalar(select(func.now()))}, {}
        )
        event = HoldReleased(hold.id, hold.student_id)
        tell(info.context, "release", event, entity="hold", reason=reason, changes=changes)
        return HoldReleasePayload(hold=row(hold.id), user_errors=[])

    return perform(info, Permission.HOLD_WRITE, input, HoldReleasePayload, work)
