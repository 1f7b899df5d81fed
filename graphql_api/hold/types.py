"""Holds, as the API shows them."""

from datetime import datetime

import strawberry

from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import column, global_id, record
from graphql_api.declare.node import Node
from schema.models import Hold as HoldModel
from schema.models.hold import HoldKind


@record(HoldModel)
class Hold(Node):
    """What keeps a student from something until it is released."""

    id: strawberry.ID = global_id()
    kind: HoldKind = column(HoldModel.kind, "What it is about.")
    reason: str = column(HoldModel.reason, "Why it was placed.")
    blocks_enrollment: bool = column(
        HoldModel.blocks_enrollment, "Whether the student cannot enroll while it is in force."
    )
    placed_at: datetime = column(HoldModel.placed_at, "When it was placed.")
    released_at: datetime | None = column(
        HoldModel.released_at, "When it was released; null while it is in force."
    )
    version: int = column(HoldModel.version, "Counts the changes of this record.")
    history: Connection[AuditEntry] = history_of(HoldModel)
