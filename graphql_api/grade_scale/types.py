"""Grade scales and their grades, as the API shows them."""

from datetime import datetime
from decimal import Decimal

import strawberry

from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import column, connection, global_id, id_key, key, record
from graphql_api.declare.node import Node
from schema.models import GradeScale as GradeScaleModel
from schema.models import GradeScaleEntry
from schema.models.base import RecordStatus


@record(GradeScaleEntry)
class Grade:
    """One grade of a scale, such as A-."""

    label: str = column(GradeScaleEntry.label, "What is printed on a transcript.")
    points: Decimal | None = column(
        GradeScaleEntry.points, "What it counts in an average; null if it does not count."
    )
    min_percent: Decimal | None = column(
        GradeScaleEntry.min_percent, "The lowest percentage that earns it; null if none does."
    )
    max_percent: Decimal | None = column(
        GradeScaleEntry.max_percent, "The highest percentage that earns it; null if none does."
    )
    earns_credit: bool = column(GradeScaleEntry.earns_credit, "Whether the course is passed.")


@record(GradeScaleModel)
class GradeScale(Node):
    """A set of grades that belong together, such as A to F."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(GradeScaleModel.sourced_id, "The id in the school's own systems.")
    name: str = column(GradeScaleModel.name, "What it is called.")
    status: RecordStatus = column(GradeScaleModel.status, "Whether the record is in use.")
    version: int = column(GradeScaleModel.version, "Counts the changes of this record.")
    created_at: datetime = column(GradeScaleModel.created_at, "When the record was made.")
    updated_at: datetime = column(GradeScaleModel.updated_at, "When it last changed.")
    entries: Connection[Grade] = connection(
        "Its grades, as they were entered.", relationship=GradeScaleModel.entries
    )
    history: Connection[AuditEntry] = history_of(GradeScaleModel)


@strawberry.input(description="Names one grade scale.", one_of=True)
class GradeScaleBy:
    id: strawberry.ID | None = id_key(GradeScaleModel, "GradeScale")
    sourced_id: str | None = key(GradeScaleModel.sourced_id, "The id in the school's own systems.")
