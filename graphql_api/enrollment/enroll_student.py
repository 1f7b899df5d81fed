"""Enroll a student in a section."""

from datetime import date
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.enrollment.place_student import place_student, tell_placed
from graphql_api.enrollment.types import Enrollment
from graphql_api.enrollment.wishes import look_up
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.user_errors import UserError
from graphql_api.planner.resolve import row
from schema.access.roles import Permission


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
        " At most 200 characters. Nothing overrides a full section.",
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
        made = place_student(session, info.context.today, input, look_up(session, [input]))
        tell_placed(info.context, [made])
        return EnrollPayload(enrollment=row(made.id), user_errors=[])

    return perform(info, Permission.ENROLLMENT_WRITE, input, EnrollPayload, work)
