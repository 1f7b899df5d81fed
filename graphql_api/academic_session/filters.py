"""What academic sessions can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, reference
from graphql_api.declare.filters import (
    DateFilter,
    EnumFilter,
    IdFilter,
    IntFilter,
    StringFilter,
    all_of,
    any_of,
    none_of,
    stored,
)
from schema.models import AcademicSession
from schema.models.academic_session import AcademicSessionType


@strawberry.input(description="Which academic sessions.")
class AcademicSessionFilter:
    and_: "list[AcademicSessionFilter] | None" = all_of()
    or_: "list[AcademicSessionFilter] | None" = any_of()
    not_: "AcademicSessionFilter | None" = none_of()
    title: StringFilter | None = filter_on(AcademicSession.title, "What it is called.")
    type: EnumFilter[AcademicSessionType] | None = filter_on(
        AcademicSession.type, "What stretch of the calendar it is.", stored
    )
    start_date: DateFilter | None = filter_on(AcademicSession.start_date, "Its first day.")
    end_date: DateFilter | None = filter_on(AcademicSession.end_date, "Its last day.")
    school_year: IntFilter | None = filter_on(
        AcademicSession.school_year, "The year its school year ends in: 2027 for 2026-2027."
    )
    parent_id: IdFilter | None = reference(
        AcademicSession.parent_id, "AcademicSession", "The session it is a part of."
    )


@strawberry.enum(description="What academic sessions can be sorted by.")
class AcademicSessionOrderField(Enum):
    START_DATE = strawberry.enum_value("start_date", description="The first day.")
    END_DATE = strawberry.enum_value("end_date", description="The last day.")
    TITLE = strawberry.enum_value("title", description="What it is called.")


@strawberry.input(description="A sort key for academic sessions.")
class AcademicSessionOrder:
    field: AcademicSessionOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
