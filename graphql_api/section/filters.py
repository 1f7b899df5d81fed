"""What sections can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.connection import OrderDirection
from graphql_api.declare import filter_on, reference
from graphql_api.filters import (
    EnumFilter,
    IdFilter,
    IntFilter,
    StringFilter,
    all_of,
    any_of,
    none_of,
    stored,
)
from schema.models import Section
from schema.models.base import RecordStatus


@strawberry.input(description="Which sections.")
class SectionFilter:
    and_: "list[SectionFilter] | None" = all_of()
    or_: "list[SectionFilter] | None" = any_of()
    not_: "SectionFilter | None" = none_of()
    code: StringFilter | None = filter_on(Section.code, "The code, unique within its term.")
    title: StringFilter | None = filter_on(Section.title, "The title.")
    capacity: IntFilter | None = filter_on(Section.capacity, "How many seats it has.")
    seats_available: IntFilter | None = filter_on(
        Section.capacity - Section.seats_taken, "How many seats are free."
    )
    course_id: IdFilter | None = reference(Section.course_id, "Course", "The course it teaches.")
    academic_session_id: IdFilter | None = reference(
        Section.academic_session_id, "AcademicSession", "The term it runs in."
    )
    org_id: IdFilter | None = reference(Section.org_id, "Org", "The school it belongs to.")
    status: EnumFilter[RecordStatus] | None = filter_on(
        Section.status, "Whether the record is in use.", stored
    )


@strawberry.enum(description="What sections can be sorted by.")
class SectionOrderField(Enum):
    CODE = strawberry.enum_value("code", description="The code.")
    TITLE = strawberry.enum_value("title", description="The title.")
    CAPACITY = strawberry.enum_value("capacity", description="How many seats it has.")
    SEATS_TAKEN = strawberry.enum_value("seats_taken", description="How many seats are taken.")


@strawberry.input(description="A sort key for sections.")
class SectionOrder:
    field: SectionOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
