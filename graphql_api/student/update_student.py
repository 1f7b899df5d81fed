"""Update a student."""

from datetime import date
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.declare.scalars import EmailAddress
from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import lock_record
from graphql_api.mutations.given_values import given_values
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import UserError
from graphql_api.planner.resolve import row
from graphql_api.student.types import Student
from graphql_api.student.write_student import CONSTRAINTS, REQUIRED, checks
from schema.access.roles import Permission
from schema.events import StudentUpdated
from schema.models import Student as StudentModel

_COLUMNS = (
    "student_number",
    "given_name",
    "family_name",
    "email",
    "birth_date",
    "grade_level",
    "directory_opt_out",
)


@strawberry.input(description="Changes to a student: what is left out stays, null clears.")
class StudentUpdateInput:
    id: strawberry.ID = strawberry.field(description="The student.")
    student_number: str | None = strawberry.field(
        description="The number on the student card; cannot be cleared.", default=strawberry.UNSET
    )
    given_name: str | None = strawberry.field(
        description="The given name, or the only one; cannot be cleared.",
        default=strawberry.UNSET,
    )
    family_name: str | None = strawberry.field(
        description="The family name.", default=strawberry.UNSET
    )
    email: EmailAddress | None = strawberry.field(
        description="The e-mail address.", default=strawberry.UNSET
    )
    birth_date: date | None = strawberry.field(
        description="The day of birth.", default=strawberry.UNSET
    )
    grade_level: int | None = strawberry.field(
        description="The grade level, 0 for kindergarten.", default=strawberry.UNSET
    )
    directory_opt_out: bool | None = strawberry.field(
        description="Keep the student out of the directory; null means no.",
        default=strawberry.UNSET,
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of changing a student.")
class StudentUpdatePayload:
    student: Student | None = strawberry.field(description="The student, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def student_update(
    info: ApiInfo,
    input: Annotated[StudentUpdateInput, strawberry.argument(description="The changes.")],
) -> StudentUpdatePayload:
    """Change a student's details."""

    def work(session: Session) -> StudentUpdatePayload:
        student = lock_record(info.context, StudentModel, input.id)
        expect_version(student, input.expected_version)
        rules = checks(info.context.today)
        values = given_values(input, _COLUMNS, required=REQUIRED, checks=rules)
        if values.get("directory_opt_out", False) is None:
            values["directory_opt_out"] = False
        changes = change(info.context, student, values, CONSTRAINTS)
        if changes:
            event = StudentUpdated(student.id)
            tell(info.context, "update", event, entity="student", changes=changes)
        return StudentUpdatePayload(student=row(student.id), user_errors=[])

    return perform(info, Permission.STUDENT_WRITE, input, StudentUpdatePayload, work)
