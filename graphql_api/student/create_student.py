"""Create a student."""

from datetime import date
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.declare.scalars import EmailAddress
from graphql_api.mutations.given_values import new_values
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import UserError, constraint_as_user_error
from graphql_api.org.find_org import find_org
from graphql_api.planner.resolve import row
from graphql_api.student.types import Student
from graphql_api.student.write_student import CONSTRAINTS, REQUIRED, checks
from schema.access.roles import Permission
from schema.audit import new_record_changes
from schema.events import StudentCreated
from schema.models import Student as StudentModel

_COLUMNS = (
    "student_number",
    "sourced_id",
    "given_name",
    "family_name",
    "email",
    "birth_date",
    "grade_level",
    "directory_opt_out",
)


@strawberry.input(description="A new student.")
class StudentCreateInput:
    student_number: str = strawberry.field(description="The number on the student card.")
    given_name: str = strawberry.field(description="The given name, or the only one.")
    family_name: str | None = strawberry.field(
        description="The family name, if there is one.", default=None
    )
    email: EmailAddress | None = strawberry.field(description="The e-mail address.", default=None)
    birth_date: date | None = strawberry.field(description="The day of birth.", default=None)
    grade_level: int | None = strawberry.field(
        description="The grade level, 0 for kindergarten.", default=None
    )
    directory_opt_out: bool = strawberry.field(
        description="Keep the student out of the directory.", default=False
    )
    sourced_id: str | None = strawberry.field(
        description="The id in the school's own systems; one is made if it is left out.",
        default=strawberry.UNSET,
    )
    org_id: strawberry.ID | None = strawberry.field(
        description="The school; your own if it is left out.", default=None
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of creating a student.")
class StudentCreatePayload:
    student: Student | None = strawberry.field(description="The student, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def student_create(
    info: ApiInfo,
    input: Annotated[StudentCreateInput, strawberry.argument(description="The student.")],
) -> StudentCreatePayload:
    """Add a student to a school."""

    def work(session: Session) -> StudentCreatePayload:
        rules = checks(info.context.today)
        values = new_values(input, _COLUMNS, required=REQUIRED, checks=rules)
        org_id = find_org(session, input.org_id)
        student = StudentModel(org_id=org_id, **values)
        with constraint_as_user_error(session, CONSTRAINTS):
            session.add(student)
            session.flush()
        event = StudentCreated(student.id)
        changes = new_record_changes(values)
        tell(info.context, "create", event, entity="student", changes=changes)
        return StudentCreatePayload(student=row(student.id), user_errors=[])

    return perform(info, Permission.STUDENT_WRITE, input, StudentCreatePayload, work)
