"""What enrollments can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.connection import OrderDirection
from graphql_api.declare import filter_on, reference
from graphql_api.filters import EnumFilter, IdFilter, all_of, any_of, none_of, stored
from schema.models import Enrollment
from schema.models.enrollment import EnrollmentState


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


@strawberry.enum(description="What enrollments can be sorted by.")
class EnrollmentOrderField(Enum):
    ENROLLED_AT = strawberry.enum_value("enrolled_at", description="When it was asked for.")


@strawberry.input(description="A sort key for enrollments.")
class EnrollmentOrder:
    field: EnrollmentOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
