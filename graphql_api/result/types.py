"""Results and what they are for, as the API shows them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry
from sqlalchemy import func, literal_column

from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import (
    aggregated,
    column,
    connection,
    count_of,
    global_id,
    record,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.grade_scale.types import Grade, GradeScale
from graphql_api.result.filters import ResultFilter, ResultOrder
from schema.models import LineItem as LineItemModel
from schema.models import Result as ResultModel
from schema.models.base import RecordStatus
from schema.models.line_item import LineItemKind

if TYPE_CHECKING:
    from graphql_api.section.types import Section
    from graphql_api.student.types import Student

_AVERAGE = func.round(func.avg(ResultModel.score), literal_column("2"))
_HIGHEST = func.max(ResultModel.score)
_LOWEST = func.min(ResultModel.score)


@record(LineItemModel)
class LineItem(Node):
    """What is graded in a section: an assignment, or the section as a whole."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(LineItemModel.sourced_id, "The id in the school's own systems.")
    title: str = column(LineItemModel.title, "What it is called.")
    kind: LineItemKind = column(LineItemModel.kind, "What it counts as.")
    min_score: Decimal = column(LineItemModel.min_score, "The lowest possible score.")
    max_score: Decimal = column(LineItemModel.max_score, "The highest possible score.")
    due_date: date | None = column(LineItemModel.due_date, "When it is due.")
    status: RecordStatus = column(LineItemModel.status, "Whether the record is in use.")
    version: int = column(LineItemModel.version, "Counts the changes of this record.")
    created_at: datetime = column(LineItemModel.created_at, "When the record was made.")
    updated_at: datetime = column(LineItemModel.updated_at, "When it last changed.")
    section: Annotated["Section", strawberry.lazy("graphql_api.section.types")] = to_one(
        LineItemModel.section, "The section it belongs to."
    )
    grade_scale: GradeScale | None = to_one(
        LineItemModel.grade_scale, "The grades its results may carry; null if none."
    )
    results: Connection[Annotated["Result", strawberry.lazy("graphql_api.result.types")]] = (
        connection(
            "What students got for it, as far as you may see.",
            relationship=LineItemModel.results,
            where=ResultFilter,
            order_by=ResultOrder,
        )
    )
    result_count: int = count_of(
        LineItemModel.results,
        "How many results of it you may see, or that match a filter.",
        where=ResultFilter,
    )
    average_score: Decimal | None = aggregated(
        LineItemModel.results,
        _AVERAGE,
        "The average of the scores that you may see, or that match a filter, rounded half up to"
        " a hundredth; null if there is none.",
        where=ResultFilter,
    )
    highest_score: Decimal | None = aggregated(
        LineItemModel.results,
        _HIGHEST,
        "The highest score that you may see, or that matches a filter; null if there is none.",
        where=ResultFilter,
    )
    lowest_score: Decimal | None = aggregated(
        LineItemModel.results,
        _LOWEST,
        "The lowest score that you may see, or that matches a filter; null if there is none.",
        where=ResultFilter,
    )
    history: Connection[AuditEntry] = history_of(LineItemModel)


@record(ResultModel)
class Result(Node):
    """What a student got for a line item."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(ResultModel.sourced_id, "The id in the school's own systems.")
    score: Decimal | None = column(ResultModel.score, "The score; null if not scored yet.")
    posted_at: datetime | None = column(
        ResultModel.posted_at, "Since when it stands; null while it may still change freely."
    )
    grade: Grade | None = to_one(
        ResultModel.grade_scale_entry, "The grade; null if not graded yet."
    )
    comment: str | None = column(ResultModel.comment, "What was said about it.")
    status: RecordStatus = column(ResultModel.status, "Whether the record is in use.")
    version: int = column(ResultModel.version, "Counts the changes of this record.")
    created_at: datetime = column(ResultModel.created_at, "When the record was made.")
    updated_at: datetime = column(ResultModel.updated_at, "When it last changed.")
    line_item: LineItem = to_one(ResultModel.line_item, "What it is for.")
    student: Annotated["Student", strawberry.lazy("graphql_api.student.types")] | None = to_one(
        ResultModel.student, "Who got it; null if they belong to a school you do not see."
    )
    history: Connection[AuditEntry] = history_of(ResultModel)
