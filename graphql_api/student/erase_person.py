"""Erase a person's data, for good."""

from typing import Annotated

import strawberry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.given_values import required_text
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.planner.resolve import row
from graphql_api.student.types import Student
from schema.access.roles import Permission
from schema.erasure.registry import MARKER
from schema.events import StudentErased
from schema.models import Student as StudentModel


@strawberry.input(description="Whose personal data is erased.")
class PersonEraseInput:
    student_id: strawberry.ID = strawberry.field(description="The student.")
    reason: str = strawberry.field(
        description="Why, for the audit log, without naming the person; at most 200 characters."
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of erasing a person's data.")
class PersonErasePayload:
    student: Student | None = strawberry.field(
        description="What is left of the student, unless refused."
    )
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def person_erase(
    info: ApiInfo,
    input: Annotated[PersonEraseInput, strawberry.argument(description="Whose, and why.")],
) -> PersonErasePayload:
    """Erase a student's personal data for good; enrollments and results stay, without a name."""

    def work(session: Session) -> PersonErasePayload:
        reason = required_text(input.reason, "reason")
        student = find_record(session, StudentModel, input.student_id, "studentId")
        if student.sourced_id == f"{MARKER}-{student.id}":
            raise Refused(invalid("studentId", "This person's data was erased before."))
        # Comments on posted results go too, and such a change needs a reason.
        session.execute(select(func.set_config("app.reason", reason, True)))
        session.execute(select(func.app.erase_student(student.id)))
        session.execute(select(func.set_config("app.reason", "", True)))
        session.expire(student)
        event = StudentErased(student.id)
        tell(info.context, "erase", event, entity="student", reason=reason)
        return PersonErasePayload(student=row(student.id), user_errors=[])

    return perform(info, Permission.ERASE, input, PersonErasePayload, work)
