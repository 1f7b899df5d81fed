"""What audit entries can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on
from graphql_api.declare.filters import DateTimeFilter, StringFilter, all_of, any_of, none_of
from schema.models import AuditEntry


@strawberry.input(description="Which audit entries.")
class AuditEntryFilter:
    and_: "list[AuditEntryFilter] | None" = all_of()
    or_: "list[AuditEntryFilter] | None" = any_of()
    not_: "AuditEntryFilter | None" = none_of()
    entity: StringFilter | None = filter_on(
        AuditEntry.entity, "What kind of record it was done to, such as `student`."
    )
    action: StringFilter | None = filter_on(AuditEntry.action, "What was done, such as `update`.")
    subject: StringFilter | None = filter_on(
        AuditEntry.subject, "Who did it: the subject of the token."
    )
    role: StringFilter | None = filter_on(AuditEntry.role, "In which role, such as `registrar`.")
    occurred_at: DateTimeFilter | None = filter_on(AuditEntry.occurred_at, "When it was done.")


@strawberry.enum(description="What audit entries can be sorted by.")
class AuditEntryOrderField(Enum):
    OCCURRED_AT = strawberry.enum_value("occurred_at", description="When it was done.")


@strawberry.input(description="A sort key for audit entries.")
class AuditEntryOrder:
    field: AuditEntryOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
