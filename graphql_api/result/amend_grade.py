"""Amend a posted grade, for a reason that the audit log keeps."""

from decimal import Decimal
from typing import Annotated, Any

import strawberry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import lock_record
from graphql_api.mutations.given_values import given_values, required_text
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import announce
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.planner.resolve import row
from graphql_api.result.check_result import checked_grade
from graphql_api.result.types import Result
from schema.access.roles import Permission
from schema.events import GradeAmended
from schema.models import GradeScaleEntry, LineItem
from schema.models import Result as ResultModel


@strawberry.input(description="Changes to a posted grade: what is left out stays, null clears.")
class GradeAmendInput:
    result_id: strawberry.ID = strawberry.field(description="The result.")
    score: Decimal | None = strawberry.field(
        description="The score, within the line item's range.", default=strawberry.UNSET
    )
    grade: str | None = strawberry.field(
        description="The grade, by its label in the line item's scale, such as A-.",
        default=strawberry.UNSET,
    )
    comment: str | None = strawberry.field(
        description="A word to the student; at most 200 characters.", default=strawberry.UNSET
    )
    reason: str = strawberry.field(
        description="Why it changes; the audit log keeps it. At most 200 characters."
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of amending a grade.")
class GradeAmendPayload:
    result: Result | None = strawberry.field(description="The result, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def grade_amend(
    info: ApiInfo,
    input: Annotated[GradeAmendInput, strawberry.argument(description="The changes.")],
) -> GradeAmendPayload:
    """Change a posted grade; what was there before and the reason stay on record."""

    def work(session: Session) -> GradeAmendPayload:
        reason = required_text(input.reason, "reason")
        result = lock_record(info.context, ResultModel, input.result_id, "resultId")
        expect_version(result, input.expected_version)
        if result.posted_at is None:
            message = "This result is not posted yet: it can be posted, but not amended."
            raise Refused(invalid("resultId", message))
        values = _values(session, result, input)
        # The trigger result_2_amendment reads the reason, and audits the change with it.
        session.execute(select(func.set_config("app.reason", reason, True)))
        changes = change(info.context, result, values, {})
        session.execute(select(func.set_config("app.reason", "", True)))
        if changes:
            announce(info.context, GradeAmended(result.id, result.student_id, result.section_id))
        return GradeAmendPayload(result=row(result.id), user_errors=[])

    return perform(info, Permission.GRADE_POST, input, GradeAmendPayload, work)


def _values(session: Session, result: ResultModel, input: GradeAmendInput) -> dict[str, Any]:
    given = given_values(input, ("score", "grade", "comment"))
    item = session.get_one(LineItem, result.line_item_id)
    before = result.grade_scale_entry_id
    label = session.get_one(GradeScaleEntry, before).label if before else None
    score, label = given.get("score", result.score), given.pop("grade", label)
    return {**given, "grade_scale_entry_id": checked_grade(session, item, score, label)}
