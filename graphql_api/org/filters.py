"""What organisations can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, reference
from graphql_api.declare.filters import (
    EnumFilter,
    IdFilter,
    StringFilter,
    all_of,
    any_of,
    none_of,
    stored,
)
from schema.models import Org
from schema.models.base import RecordStatus
from schema.models.org import OrgType


@strawberry.input(description="Which organisations.")
class OrgFilter:
    and_: "list[OrgFilter] | None" = all_of()
    or_: "list[OrgFilter] | None" = any_of()
    not_: "OrgFilter | None" = none_of()
    name: StringFilter | None = filter_on(Org.name, "What it is called.")
    type: EnumFilter[OrgType] | None = filter_on(
        Org.type, "What kind of organisation it is.", stored
    )
    identifier: StringFilter | None = filter_on(
        Org.identifier, "The number the authorities know it by."
    )
    parent_id: IdFilter | None = reference(
        Org.parent_id, "Org", "The organisation it belongs to; null for the topmost."
    )
    status: EnumFilter[RecordStatus] | None = filter_on(
        Org.status, "Whether the record is in use.", stored
    )


@strawberry.enum(description="What organisations can be sorted by.")
class OrgOrderField(Enum):
    NAME = strawberry.enum_value("name", description="What it is called.")
    TYPE = strawberry.enum_value("type", description="What kind of organisation it is.")


@strawberry.input(description="A sort key for organisations.")
class OrgOrder:
    field: OrgOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
