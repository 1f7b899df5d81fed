"""Place a hold on a student."""

from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.hold.types import Hold
from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.given_values import required_text
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import (
    ROW_SECURITY,
    UserError,
    constraint_as_user_error,
    invalid,
)
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.audit import new_record_changes
from schema.events import HoldPlaced
from schema.models import Hold as HoldModel
from schema.models import Student
from schema.models.hold import HoldKind

_CONSTRAINTS: dict[str, UserError] = {
    ROW_SECURITY: invalid("studentId", "You may see this student but not place holds on them.")
}


@strawberry.input(description="A new hold.")
class HoldPlaceInput:
    student_id: strawberry.ID = strawberry.field(description="The student.")
    kind: HoldKind = strawberry.field(description="What it is about.")
    reason: str = strawberry.field(description="Why it is placed; at most 200 characters.")
    blocks_enrollment: bool = strawberry.field(
        description="Keep the student from enrolling while it is in force.", default=True
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of placing a hold.")
class HoldPlacePayload:
    hold: Hold | None = strawberry.field(description="The hold, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def hold_place(
    info: ApiInfo,
    input: Annotated[HoldPlaceInput, strawberry.argument(description="The hold.")],
) -> HoldPlacePayload:
    """Place a hold on a student; it stands until it is released."""

    def work(session: Session) -> HoldPlacePayload:
        reason = required_text(input.reason, "reason")
        student = find_record(session, Student, input.student_id, "studentId")
        values = {
            "student_id": student.id,
            "kind": input.kind,
            "reason": reason,
            "blocks_enrollment": input.blocks_enrollment,
        }
        hold = HoldModel(**values)
        with constraint_as_user_error(session, _CONSTRAINTS):
            session.add(hold)
        event = HoldPlaced(hold.id, student.id)
        changes = new_record_changes(values)
        tell(info.context, "place", event, entity="hold", reason=reason, changes=changes)
        return HoldPlacePayload(hold=row(hold.id), user_errors=[])

    return perform(info, Permission.HOLD_WRITE, input, HoldPlacePayload, work)
