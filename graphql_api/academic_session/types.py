"""Academic sessions, as the API shows them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.academic_session.filters import AcademicSessionFilter, AcademicSessionOrder
from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import (
    column,
    connection,
    count_of,
    global_id,
    id_key,
    key,
    record,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.section.filters import SectionFilter, SectionOrder
from schema.models import AcademicSession as AcademicSessionModel
from schema.models.academic_session import AcademicSessionType
from schema.models.base import RecordStatus

if TYPE_CHECKING:
    from graphql_api.section.types import Section


@record(AcademicSessionModel)
class AcademicSession(Node):
    """A stretch of the school calendar: a year, a term, a grading period."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(AcademicSessionModel.sourced_id, "The id in the school's own systems.")
    title: str = column(AcademicSessionModel.title, "What it is called.")
    type: AcademicSessionType = column(AcademicSessionModel.type, "What stretch it is.")
    start_date: date = column(AcademicSessionModel.start_date, "Its first day.")
    end_date: date = column(AcademicSessionModel.end_date, "Its last day.")
    school_year: int = column(
        AcademicSessionModel.school_year, "The year its school year ends in: 2027 for 2026-2027."
    )
    parent: "AcademicSession | None" = to_one(
        AcademicSessionModel.parent, "The session it is a part of."
    )
    status: RecordStatus = column(AcademicSessionModel.status, "Whether the record is in use.")
    version: int = column(AcademicSessionModel.version, "Counts the changes of this record.")
    created_at: datetime = column(AcademicSessionModel.created_at, "When the record was made.")
    updated_at: datetime = column(AcademicSessionModel.updated_at, "When it last changed.")
    children: "Connection[AcademicSession]" = connection(
        "The sessions that are parts of it.",
        relationship=AcademicSessionModel.children,
        where=AcademicSessionFilter,
        order_by=AcademicSessionOrder,
        default_order=("start_date",),
    )
    sections: Connection[Annotated["Section", strawberry.lazy("graphql_api.section.types")]] = (
        connection(
            "The groups that are taught in it.",
            relationship=AcademicSessionModel.sections,
            where=SectionFilter,
            order_by=SectionOrder,
            default_order=("code",),
        )
    )
    section_count: int = count_of(
        AcademicSessionModel.sections,
        "How many groups are taught in it, or that match a filter.",
        where=SectionFilter,
    )
    history: Connection[AuditEntry] = history_of(AcademicSessionModel)


@strawberry.input(description="Names one academic session.", one_of=True)
class AcademicSessionBy:
    id: strawberry.ID | None = id_key(AcademicSessionModel, "AcademicSession")
    sourced_id: str | None = key(
        AcademicSessionModel.sourced_id, "The id in the school's own systems."
    )
