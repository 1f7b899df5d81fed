"""What holds can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on
from graphql_api.declare.filters import (
    BooleanFilter,
    DateTimeFilter,
    EnumFilter,
    all_of,
    any_of,
    none,
    none_of,
    some,
    stored,
)
from schema.models import Hold
from schema.models.hold import HoldKind


@strawberry.input(description="Which holds.")
class HoldFilter:
    and_: "list[HoldFilter] | None" = all_of()
    or_: "list[HoldFilter] | None" = any_of()
    not_: "HoldFilter | None" = none_of()
    kind: EnumFilter[HoldKind] | None = filter_on(Hold.kind, "What it is about.", stored)
    blocks_enrollment: BooleanFilter | None = filter_on(
        Hold.blocks_enrollment, "Whether the student cannot enroll while it is in force."
    )
    placed_at: DateTimeFilter | None = filter_on(Hold.placed_at, "When it was placed.")
    released_at: DateTimeFilter | None = filter_on(
        Hold.released_at, "When it was released; null while it is in force."
    )


@strawberry.input(description="Asks something of many holds.")
class HoldsFilter:
    some: HoldFilter | None = some()
    none: HoldFilter | None = none()


@strawberry.enum(description="What holds can be sorted by.")
class HoldOrderField(Enum):
    PLACED_AT = strawberry.enum_value("placed_at", description="When it was placed.")


@strawberry.input(description="A sort key for holds.")
class HoldOrder:
    field: HoldOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
