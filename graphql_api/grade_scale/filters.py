"""What grade scales and their grades can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on
from graphql_api.declare.filters import EnumFilter, StringFilter, all_of, any_of, none_of, stored
from schema.models import GradeScale
from schema.models.base import RecordStatus


@strawberry.input(description="Which grade scales.")
class GradeScaleFilter:
    and_: "list[GradeScaleFilter] | None" = all_of()
    or_: "list[GradeScaleFilter] | None" = any_of()
    not_: "GradeScaleFilter | None" = none_of()
    name: StringFilter | None = filter_on(GradeScale.name, "What it is called.")
    status: EnumFilter[RecordStatus] | None = filter_on(
        GradeScale.status, "Whether the record is in use.", stored
    )


@strawberry.enum(description="What grade scales can be sorted by.")
class GradeScaleOrderField(Enum):
    NAME = strawberry.enum_value("name", description="What it is called.")


@strawberry.input(description="A sort key for grade scales.")
class GradeScaleOrder:
    field: GradeScaleOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
