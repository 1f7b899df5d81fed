"""What students can be filtered and ordered by."""

from enum import Enum

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, lower, lowered, reference, related
from graphql_api.declare.filters import (
    BooleanFilter,
    DateTimeFilter,
    DecimalFilter,
    EnumFilter,
    IdFilter,
    IntFilter,
    StringFilter,
    all_of,
    any_of,
    none_of,
    stored,
)
from graphql_api.enrollment.filters import EnrollmentsFilter
from graphql_api.hold.filters import HoldsFilter
from graphql_api.result.filters import ResultsFilter
from schema.models import Student, StudentStanding
from schema.models.base import RecordStatus


@strawberry.input(description="Which standings.")
class StandingFilter:
    gpa: DecimalFilter | None = filter_on(StudentStanding.gpa, "The grade point average.")
    credits_earned: DecimalFilter | None = filter_on(
        StudentStanding.credits_earned, "The credits of all passed courses."
    )
    at_risk: BooleanFilter | None = filter_on(
        StudentStanding.at_risk, "Whether somebody should talk to the student."
    )


@strawberry.input(description="Which students.")
class StudentFilter:
    and_: "list[StudentFilter] | None" = all_of()
    or_: "list[StudentFilter] | None" = any_of()
    not_: "StudentFilter | None" = none_of()
    name: StringFilter | None = filter_on(
        Student.sort_name,
        "The name as sorted, family name first and in lower case, such as `garcía ana`;"
        " upper and lower case do not matter.",
        lowered,
    )
    student_number: StringFilter | None = filter_on(
        Student.student_number, "The number on the student card."
    )
    email: StringFilter | None = filter_on(
        lower(Student.email), "The e-mail address; upper and lower case do not matter.", lowered
    )
    grade_level: IntFilter | None = filter_on(
        Student.grade_level, "The grade level, 0 for kindergarten."
    )
    status: EnumFilter[RecordStatus] | None = filter_on(
        Student.status, "Whether the record is in use.", stored
    )
    directory_opt_out: BooleanFilter | None = filter_on(
        Student.directory_opt_out, "Whether the student keeps out of the directory."
    )
    org_id: IdFilter | None = reference(Student.org_id, "Org", "The school.")
    updated_at: DateTimeFilter | None = filter_on(Student.updated_at, "The last change.")

    standing: StandingFilter | None = related(
        Student.standing, "What is asked of the standing; a student without grades has none."
    )
    enrollments: EnrollmentsFilter | None = related(
        Student.enrollments, "What is asked of the enrollments."
    )
    results: ResultsFilter | None = related(Student.results, "What is asked of the results.")
    holds: HoldsFilter | None = related(Student.holds, "What is asked of the holds.")


@strawberry.enum(description="What students can be sorted by.")
class StudentOrderField(Enum):
    NAME = strawberry.enum_value("sort_name", description="The name, family name first.")
    STUDENT_NUMBER = strawberry.enum_value(
        "student_number", description="The number on the student card."
    )
    CREATED_AT = strawberry.enum_value("created_at", description="When the record was made.")
    UPDATED_AT = strawberry.enum_value("updated_at", description="When it last changed.")


@strawberry.input(description="A sort key for students.")
class StudentOrder:
    field: StudentOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
