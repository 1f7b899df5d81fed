"""Staff, as the API shows them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import (
    column,
    connection,
    count_of,
    global_id,
    id_key,
    key,
    lower,
    lowered,
    record,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.declare.scalars import EmailAddress
from graphql_api.org.types import Org
from graphql_api.section.filters import SectionFilter, SectionOrder
from schema.models import Staff as StaffModel
from schema.models.base import RecordStatus

if TYPE_CHECKING:
    from graphql_api.section.types import Section


@record(StaffModel)
class Staff(Node):
    """A person who works at a school."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(StaffModel.sourced_id, "The id in the school's own systems.")
    name: str = column(StaffModel.name, "The full name, as written.")
    given_name: str = column(StaffModel.given_name, "The given name, or the only one.")
    family_name: str | None = column(StaffModel.family_name, "The family name, if there is one.")
    email: EmailAddress | None = column(StaffModel.email, "The address at work.")
    title: str | None = column(StaffModel.title, "The position.")
    status: RecordStatus = column(StaffModel.status, "Whether the record is in use.")
    version: int = column(StaffModel.version, "Counts the changes of this record.")
    created_at: datetime = column(StaffModel.created_at, "When the record was made.")
    updated_at: datetime = column(StaffModel.updated_at, "When it last changed.")
    org: Org = to_one(StaffModel.org, "The organisation the person works for.")
    sections: Connection[Annotated["Section", strawberry.lazy("graphql_api.section.types")]] = (
        connection(
            "The sections the person teaches.",
            relationship=StaffModel.sections,
            where=SectionFilter,
            order_by=SectionOrder,
            default_order=("code",),
        )
    )
    section_count: int = count_of(
        StaffModel.sections,
        "How many sections the person teaches, or that match a filter.",
        where=SectionFilter,
    )
    history: Connection[AuditEntry] = history_of(StaffModel)


@strawberry.input(description="Names one member of staff.", one_of=True)
class StaffBy:
    id: strawberry.ID | None = id_key(StaffModel, "Staff")
    sourced_id: str | None = key(StaffModel.sourced_id, "The id in the school's own systems.")
    email: EmailAddress | None = key(
        lower(StaffModel.email), "The address at work, in upper or lower case.", lowered
    )
