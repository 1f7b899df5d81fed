"""Enroll many students at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.enrollment.place_student import place_student, tell_placed
from graphql_api.enrollment.types import Enrollment
from graphql_api.enrollment.wishes import look_up
from graphql_api.mutations.answer_once import kept
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, UndoneError, perform
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.planner.resolve import row, together
from schema.access.roles import Permission
from schema.models import Enrollment as EnrollmentModel
from schema.models.enrollment import EnrollmentState


@strawberry.enum(description="What becomes of the others when one of them is refused.")
class ErrorPolicy(Enum):
    ALL_OR_NOTHING = strawberry.enum_value("all_or_nothing", description="Nobody is enrolled.")
    EACH = strawberry.enum_value("each", description="Whoever can be enrolled is.")


@strawberry.input(description="Who is to take which section, as one of many.")
class EnrollManyItem:
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


@strawberry.input(description="Who is to take which sections.")
class EnrollManyInput:
    items: list[EnrollManyItem] = strawberry.field(description="One to 250 of them.")
    error_policy: ErrorPolicy = strawberry.field(
        description="What becomes of the others when one of them is refused."
    )
    dry_run: bool = strawberry.field(
        description="Only say what would come of it: nothing is written.", default=False
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@kept
@strawberry.type(description="What came of one of many.")
class EnrollManyOutcome:
    index: int = strawberry.field(description="Its place among the items, from 0.")
    enrollment: Enrollment | None = strawberry.field(
        description="The seat, or the place on the waitlist; null if nothing was written."
    )
    state: EnrollmentState | None = strawberry.field(
        description="Where it stands, or would stand if it had been written; null if refused."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why it was refused; paths hold the place among the items."
    )


@strawberry.type(description="What came of enrolling many.")
class EnrollManyPayload:
    user_errors: list[UserError] = strawberry.field(
        description="Why nothing was written at all; what stood in an item's way is in its outcome."
    )
    outcomes: list[EnrollManyOutcome] = strawberry.field(
        default_factory=list, description="One for each item, in the items' order."
    )


def enroll_many(
    info: ApiInfo,
    input: Annotated[EnrollManyInput, strawberry.argument(description="Who and where.")],
) -> EnrollManyPayload:
    """Enroll up to 250 students, each by the same rules as one alone."""

    def work(session: Session) -> EnrollManyPayload:
        if not input.items:
            raise Refused(invalid("items", "Give one to 250 items."))
        outcomes = _place_all(session, info.context, input.items)
        refused = sum(bool(outcome.user_errors) for outcome in outcomes)
        errors: list[UserError] = []
        if refused and input.error_policy is ErrorPolicy.ALL_OR_NOTHING:
            message = f"{refused} of {len(outcomes)} items stand in the way: see their outcomes."
            errors = [invalid("items", message)]
        if errors or input.dry_run:
            written_not = [replace(outcome, enrollment=None) for outcome in outcomes]
            raise UndoneError(EnrollManyPayload(user_errors=errors, outcomes=written_not))
        return EnrollManyPayload(user_errors=[], outcomes=outcomes)

    payload = perform(info, Permission.ENROLLMENT_WRITE, input, EnrollManyPayload, work)
    together(payload.outcomes, "enrollment")
    return payload


def _place_all(
    session: Session, context: Context, items: Sequence[EnrollManyItem]
) -> list[EnrollManyOutcome]:
    known = look_up(session, items)
    keys = [known.sections[i.section_id].id if i.section_id in known.sections else 0 for i in items]
    placed: dict[int, EnrollmentModel | list[UserError]] = {}
    # Each seat locks its section until the end: in the order of keys, as bulk loads do, so that
    # two of them wait for each other instead of deadlocking.
    for index in sorted(range(len(items)), key=keys.__getitem__):
        try:
            placed[index] = place_student(session, context.today, items[index], known)
        except Refused as refusal:
            placed[index] = [_of_item(error, index) for error in refusal.errors]
    tell_placed(context, [made for made in placed.values() if not isinstance(made, list)])
    return [_outcome(index, placed[index]) for index in range(len(items))]


def _of_item(error: UserError, index: int) -> UserError:
    # A copy: the errors of constraints are shared.
    return replace(error, path=["input", "items", str(index), *error.path[1:]])


def _outcome(index: int, placed: EnrollmentModel | list[UserError]) -> EnrollManyOutcome:
    if isinstance(placed, list):
        return EnrollManyOutcome(index=index, enrollment=None, state=None, user_errors=placed)
    enrollment = row(placed.id)
    return EnrollManyOutcome(index=index, enrollment=enrollment, state=placed.state, user_errors=[])
