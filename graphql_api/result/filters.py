"""What results and line items can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, reference, related
from graphql_api.declare.filters import (
    DateFilter,
    DateTimeFilter,
    DecimalFilter,
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
from schema.models import LineItem, Result
from schema.models.base import RecordStatus
from schema.models.line_item import LineItemKind


@strawberry.input(description="Which line items.")
class LineItemFilter:
    and_: "list[LineItemFilter] | None" = all_of()
    or_: "list[LineItemFilter] | None" = any_of()
    not_: "LineItemFilter | None" = none_of()
    title: StringFilter | None = filter_on(LineItem.title, "What it is called.")
    kind: EnumFilter[LineItemKind] | None = filter_on(LineItem.kind, "What it counts as.", stored)
    due_date: DateFilter | None = filter_on(LineItem.due_date, "When it is due.")
    status: EnumFilter[RecordStatus] | None = filter_on(
        LineItem.status, "Whether the record is in use.", stored
    )


@strawberry.enum(description="What line items can be sorted by.")
class LineItemOrderField(Enum):
    TITLE = strawberry.enum_value("title", description="What it is called.")
    CREATED_AT = strawberry.enum_value("created_at", description="When the record was made.")


@strawberry.input(description="A sort key for line items.")
class LineItemOrder:
    field: LineItemOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )


@strawberry.input(description="Which results.")
class ResultFilter:
    and_: "list[ResultFilter] | None" = all_of()
    or_: "list[ResultFilter] | None" = any_of()
    not_: "ResultFilter | None" = none_of()
    score: DecimalFilter | None = filter_on(Result.score, "The score.")
    posted_at: DateTimeFilter | None = filter_on(Result.posted_at, "Since when it stands.")
    line_item_id: IdFilter | None = reference(Result.line_item_id, "LineItem", "What it is for.")
    student_id: IdFilter | None = reference(Result.student_id, "Student", "Who got it.")
    section_id: IdFilter | None = reference(Result.section_id, "Section", "The section.")
    status: EnumFilter[RecordStatus] | None = filter_on(
        Result.status, "Whether the record is in use.", stored
    )

    line_item: LineItemFilter | None = related(Result.line_item, "What is asked of what it is for.")


@strawberry.input(description="Asks something of many results.")
class ResultsFilter:
    some: ResultFilter | None = some()
    none: ResultFilter | None = none()


@strawberry.enum(description="What results can be sorted by.")
class ResultOrderField(Enum):
    CREATED_AT = strawberry.enum_value("created_at", description="When the record was made.")
    UPDATED_AT = strawberry.enum_value("updated_at", description="When it last changed.")


@strawberry.input(description="A sort key for results.")
class ResultOrder:
    field: ResultOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
