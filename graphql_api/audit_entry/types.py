"""The audit log, as the API shows it."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import Text, cast, literal_column
from strawberry.scalars import JSON

from graphql_api.audit_entry.filters import AuditEntryFilter, AuditEntryOrder
from graphql_api.declare.fields import column, connection, global_id, record, stored_as
from graphql_api.declare.node import Node
from schema.models import AuditEntry as AuditEntryModel

# A table's name is the prefix of its records' ids.
_RECORD_ID = (
    AuditEntryModel.entity + literal_column("'_'", Text()) + cast(AuditEntryModel.entity_id, Text)
)


@record(AuditEntryModel)
class AuditEntry(Node):
    """One act on one record: who did it, when and why."""

    id: strawberry.ID = global_id()
    occurred_at: datetime = column(AuditEntryModel.occurred_at, "When it was done.")
    subject: str = column(AuditEntryModel.subject, "Who did it: the subject of the token.")
    role: str = column(AuditEntryModel.role, "In which role, such as `registrar` or `worker`.")
    action: str = column(AuditEntryModel.action, "What was done, such as `update`.")
    entity: str = column(AuditEntryModel.entity, "What kind of record it was done to.")
    record_id: strawberry.ID | None = column(
        _RECORD_ID, "The id of the record; null if it was not a single one."
    )
    reason: str | None = column(AuditEntryModel.reason, "Why; null if nothing was said.")
    changes: JSON | None = column(
        AuditEntryModel.changes,
        "What changed: for each column what it held before and after, as `[before, after]`.",
    )


def history_of(model: Any) -> Any:
    """Show what was done to a record; an empty page for who may not read the audit log."""
    return connection(
        "What was done to it, the newest first; empty unless you may read the audit log.",
        relationship=model.history,
        condition=stored_as(AuditEntryModel.entity, model.__tablename__),
        where=AuditEntryFilter,
        order_by=AuditEntryOrder,
        default_order=("occurred_at",),
        descending=True,
    )
