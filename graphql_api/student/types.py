"""Students, as the API shows them."""

from datetime import date, datetime
from decimal import Decimal

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
    part,
    record,
    redactions,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.declare.scalars import EmailAddress
from graphql_api.enrollment.filters import EnrollmentFilter, EnrollmentOrder
from graphql_api.enrollment.types import Enrollment
from graphql_api.hold.filters import HoldFilter, HoldOrder
from graphql_api.hold.types import Hold
from graphql_api.org.types import Org
from graphql_api.result.filters import ResultFilter, ResultOrder
from graphql_api.result.types import Result
from graphql_api.student.transcript import Transcript
from schema.models import Student as StudentModel
from schema.models import StudentStanding
from schema.models.base import RecordStatus


@record(StudentStanding)
class Standing:
    """What a student's final grades add up to, as last computed."""

    gpa: Decimal | None = column(
        StudentStanding.gpa, "The grade point average; null while nothing is graded."
    )
    credits_attempted: Decimal = column(
        StudentStanding.credits_attempted, "The credits of all graded courses."
    )
    credits_earned: Decimal = column(
        StudentStanding.credits_earned, "The credits of the courses that were passed."
    )
    at_risk: bool = column(StudentStanding.at_risk, "Whether someone should take a look.")
    computed_at: datetime = column(StudentStanding.computed_at, "When this was computed.")


@record(StudentModel)
class Student(Node):
    """A person who learns at a school."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(StudentModel.sourced_id, "The id in the school's own systems.")
    student_number: str = column(StudentModel.student_number, "The number on the student card.")
    name: str = column(StudentModel.name, "The full name, as written.")
    given_name: str = column(StudentModel.given_name, "The given name, or the only one.")
    family_name: str | None = column(
        StudentModel.family_name, "The family name; null for people with one name."
    )
    email: EmailAddress | None = column(StudentModel.email, "The e-mail address.")
    birth_date: date | None = column(StudentModel.birth_date, "The day of birth.")
    grade_level: int | None = column(
        StudentModel.grade_level, "The grade level, 0 for kindergarten."
    )
    directory_opt_out: bool = column(
        StudentModel.directory_opt_out, "Whether the student keeps out of the directory."
    )
    redactions: list[str] = redactions(
        "The fields that are null because they are withheld from you, such as `email`: the student"
        " keeps out of the directory, and you are an integration."
    )
    status: RecordStatus = column(StudentModel.status, "Whether the record is in use.")
    version: int = column(StudentModel.version, "Counts the changes of this record.")
    created_at: datetime = column(StudentModel.created_at, "When the record was made.")
    updated_at: datetime = column(StudentModel.updated_at, "When it last changed.")
    org: Org = to_one(StudentModel.org, "The school.")
    standing: Standing | None = to_one(
        StudentModel.standing, "What the final grades add up to; null before the first one."
    )
    transcript: Transcript = part("The final grades, term by term, and what they add up to.")
    enrollments: Connection[Enrollment] = connection(
        "The student's places in sections.",
        relationship=StudentModel.enrollments,
        where=EnrollmentFilter,
        order_by=EnrollmentOrder,
    )
    enrollment_count: int = count_of(
        StudentModel.enrollments,
        "How many places in sections the student has or had, or that match a filter.",
        where=EnrollmentFilter,
    )
    results: Connection[Result] = connection(
        "What the student got, final grades among it.",
        relationship=StudentModel.results,
        where=ResultFilter,
        order_by=ResultOrder,
    )
    holds: Connection[Hold] = connection(
        "What keeps the student from something.",
        relationship=StudentModel.holds,
        where=HoldFilter,
        order_by=HoldOrder,
    )
    history: Connection[AuditEntry] = history_of(StudentModel)


@strawberry.input(description="Names one student.", one_of=True)
class StudentBy:
    id: strawberry.ID | None = id_key(StudentModel, "Student")
    sourced_id: str | None = key(StudentModel.sourced_id, "The id in the school's own systems.")
    student_number: str | None = key(StudentModel.student_number, "The number on the student card.")
    email: EmailAddress | None = key(
        lower(StudentModel.email), "The e-mail address, in upper or lower case.", lowered
    )
