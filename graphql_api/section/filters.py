"""What sections can be filtered and ordered by."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.academic_session.filters import AcademicSessionFilter
from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, reference, related
from graphql_api.declare.filters import (
    EnumFilter,
    IdFilter,
    IntFilter,
    StringFilter,
    all_of,
    any_of,
    none,
    none_of,
    some,
    stored,
)
from schema.models import Section
from schema.models.base import RecordStatus

if TYPE_CHECKING:
    from graphql_api.course.filters import CourseFilter
    from graphql_api.enrollment.filters import EnrollmentsFilter
    from graphql_api.staff.filters import StaffMembersFilter


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

    course: Annotated["CourseFilter", strawberry.lazy("graphql_api.course.filters")] | None = (
        related(Section.course, "What is asked of the course.")
    )
    academic_session: AcademicSessionFilter | None = related(
        Section.academic_session, "What is asked of the term."
    )
    teachers: (
        Annotated["StaffMembersFilter", strawberry.lazy("graphql_api.staff.filters")] | None
    ) = related(Section.staff, "What is asked of who teaches it.")
    enrollments: (
        Annotated["EnrollmentsFilter", strawberry.lazy("graphql_api.enrollment.filters")] | None
    ) = related(Section.enrollments, "What is asked of its enrollments.")


@strawberry.input(description="Asks something of many sections.")
class SectionsFilter:
    some: SectionFilter | None = some()
    none: SectionFilter | None = none()


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
