"""Update a section."""

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy.orm import Session

from graphql_api.enrollment.promote_waitlist import promote_waitlist
from graphql_api.enrollment.types import Enrollment
from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import lock_record
from graphql_api.mutations.given_values import given_values
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import audit
from graphql_api.mutations.user_errors import CapacityBelowSeatsTaken, Refused, UserError
from graphql_api.planner.resolve import row
from graphql_api.section.types import Section
from graphql_api.section.write_section import CHECKS, CONSTRAINTS, REQUIRED
from schema.access.roles import Permission
from schema.models import Section as SectionModel
from schema.models.base import RecordStatus

_COLUMNS = ("code", "title", "capacity", "last_day_to_enroll", "last_day_to_drop", "status")


@strawberry.input(description="Changes to a section: what is left out stays, null clears.")
class SectionUpdateInput:
    id: strawberry.ID = strawberry.field(description="The section.")
    code: str | None = strawberry.field(
        description="The code, unique within its term; cannot be cleared.",
        default=strawberry.UNSET,
    )
    title: str | None = strawberry.field(
        description="The title; cannot be cleared.", default=strawberry.UNSET
    )
    capacity: int | None = strawberry.field(
        description="How many seats it has, at least those taken; cannot be cleared.",
        default=strawberry.UNSET,
    )
    last_day_to_enroll: date | None = strawberry.field(
        description="The last day to enroll; null lets the term decide.", default=strawberry.UNSET
    )
    last_day_to_drop: date | None = strawberry.field(
        description="The last day to drop; null lets the term decide.", default=strawberry.UNSET
    )
    status: RecordStatus | None = strawberry.field(
        description="Whether it is in use; cannot be cleared.", default=strawberry.UNSET
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of changing a section.")
class SectionUpdatePayload:
    section: Section | None = strawberry.field(description="The section, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
    promoted: list[Enrollment] = strawberry.field(
        default_factory=list,
        description="Who came off the waitlist for the new seats, longest waiting first.",
    )


def section_update(
    info: ApiInfo,
    input: Annotated[SectionUpdateInput, strawberry.argument(description="The changes.")],
) -> SectionUpdatePayload:
    """Change a section; new seats go to who has waited longest."""

    def work(session: Session) -> SectionUpdatePayload:
        # Locked: who enrolls meanwhile waits, so seats taken stay as they are read here.
        section = lock_record(info.context, SectionModel, input.id)
        expect_version(section, input.expected_version)
        values = given_values(input, _COLUMNS, required=REQUIRED, checks=CHECKS)
        _keep_seats_taken(section, values)
        changes = change(info.context, section, values, CONSTRAINTS)
        if changes:
            audit(info.context, "update", entity="section", entity_id=section.id, changes=changes)
        grown = "capacity" in changes
        promoted = promote_waitlist(session, info.context, section.id) if grown else []
        return SectionUpdatePayload(
            section=row(section.id), user_errors=[], promoted=[row(p.id) for p in promoted]
        )

    return perform(info, Permission.CATALOG_WRITE, input, SectionUpdatePayload, work)


def _keep_seats_taken(section: SectionModel, values: dict[str, Any]) -> None:
    taken = section.seats_taken
    if values.get("capacity", taken) < taken:
        message = f"{taken} seats are taken: drop enrollments first, or keep as many seats."
        raise Refused(
            CapacityBelowSeatsTaken(
                code="CAPACITY_BELOW_SEATS_TAKEN",
                message=message,
                path=["input", "capacity"],
                seats_taken=taken,
            )
        )
