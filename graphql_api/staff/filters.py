"""What staff can be filtered and ordered by."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, lower, lowered, reference, related
from graphql_api.declare.filters import (
    EnumFilter,
    IdFilter,
    StringFilter,
    all_of,
    any_of,
    none,
    none_of,
    some,
    stored,
)
from schema.models import Staff
from schema.models.base import RecordStatus

if TYPE_CHECKING:
    from graphql_api.section.filters import SectionsFilter


@strawberry.input(description="Which staff.")
class StaffFilter:
    and_: "list[StaffFilter] | None" = all_of()
    or_: "list[StaffFilter] | None" = any_of()
    not_: "StaffFilter | None" = none_of()
    name: StringFilter | None = filter_on(
        Staff.sort_name,
        "The name as sorted, family name first and in lower case, such as `garcía ana`;"
        " upper and lower case do not matter.",
        lowered,
    )
    email: StringFilter | None = filter_on(
        lower(Staff.email), "The address at work; upper and lower case do not matter.", lowered
    )
    title: StringFilter | None = filter_on(Staff.title, "The position.")
    org_id: IdFilter | None = reference(
        Staff.org_id, "Org", "The organisation the person works for."
    )
    status: EnumFilter[RecordStatus] | None = filter_on(
        Staff.status, "Whether the record is in use.", stored
    )

    sections: Annotated["SectionsFilter", strawberry.lazy("graphql_api.section.filters")] | None = (
        related(Staff.sections, "What is asked of the sections the person teaches.")
    )


@strawberry.input(description="Asks something of many members of staff.")
class StaffMembersFilter:
    some: StaffFilter | None = some()
    none: StaffFilter | None = none()


@strawberry.enum(description="What staff can be sorted by.")
class StaffOrderField(Enum):
    NAME = strawberry.enum_value("sort_name", description="The name, family name first.")
    CREATED_AT = strawberry.enum_value("created_at", description="When the record was made.")
    UPDATED_AT = strawberry.enum_value("updated_at", description="When it last changed.")


@strawberry.input(description="A sort key for staff.")
class StaffOrder:
    field: StaffOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
