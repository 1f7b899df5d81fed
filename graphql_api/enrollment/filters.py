"""What enrollments can be filtered and ordered by."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, reference, related
from graphql_api.declare.filters import (
    DateFilter,
    DateTimeFilter,
    EnumFilter,
    IdFilter,
    all_of,
    any_of,
    none,
    none_of,
    some,
    stored,
)
from schema.models import Enrollment
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState

if TYPE_CHECKING:
    from graphql_api.section.filters import SectionFilter
    from graphql_api.student.filters import StudentFilter


@strawberry.input(description="Which enrollments.")
class EnrollmentFilter:
    and_: "list[EnrollmentFilter] | None" = all_of()
    or_: "list[EnrollmentFilter] | None" = any_of()
    not_: "EnrollmentFilter | None" = none_of()
    state: EnumFilter[EnrollmentState] | None = filter_on(
        Enrollment.state, "Where the enrollment stands.", stored
    )
    section_id: IdFilter | None = reference(Enrollment.section_id, "Section", "The section.")
    student_id: IdFilter | None = reference(Enrollment.student_id, "Student", "The student.")
    org_id: IdFilter | None = reference(Enrollment.org_id, "Org", "The school of the section.")
    begin_date: DateFilter | None = filter_on(Enrollment.begin_date, "The first day.")
    end_date: DateFilter | None = filter_on(Enrollment.end_date, "The last day.")
    enrolled_at: DateTimeFilter | None = filter_on(Enrollment.enrolled_at, "When it was asked for.")
    waitlisted_at: DateTimeFilter | None = filter_on(
        Enrollment.waitlisted_at, "Since when the student waits or waited for a seat."
    )
    status: EnumFilter[RecordStatus] | None = filter_on(
        Enrollment.status, "Whether the record is in use.", stored
    )

    student: Annotated["StudentFilter", strawberry.lazy("graphql_api.student.filters")] | None = (
        related(Enrollment.student, "What is asked of the student.")
    )
    section: Annotated["SectionFilter", strawberry.lazy("graphql_api.section.filters")] | None = (
        related(Enrollment.section, "What is asked of the section.")
    )


@strawberry.input(description="Asks something of many enrollments.")
class EnrollmentsFilter:
    some: EnrollmentFilter | None = some()
    none: EnrollmentFilter | None = none()


@strawberry.enum(description="What enrollments can be sorted by.")
class EnrollmentOrderField(Enum):
    ENROLLED_AT = strawberry.enum_value("enrolled_at", description="When it was asked for.")
    STATE = strawberry.enum_value("state", description="Where it stands, alphabetically.")
    CREATED_AT = strawberry.enum_value("created_at", description="When the record was made.")
    UPDATED_AT = strawberry.enum_value("updated_at", description="When it last changed.")


@strawberry.input(description="A sort key for enrollments.")
class EnrollmentOrder:
    field: EnrollmentOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
