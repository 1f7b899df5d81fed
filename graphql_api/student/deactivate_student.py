"""Deactivate a student."""

from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import lock_record
from graphql_api.mutations.given_values import optional_text
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import Refused, UserError, invalid
from graphql_api.planner.resolve import row
from graphql_api.student.types import Student
from schema.access.roles import Permission
from schema.events import StudentDeactivated
from schema.models import Student as StudentModel
from schema.models.base import RecordStatus


@strawberry.input(description="Who has left.")
class StudentDeactivateInput:
    id: strawberry.ID = strawberry.field(description="The student.")
    reason: str | None = strawberry.field(
        description="Why, for the audit log; at most 200 characters.", default=None
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of deactivating a student.")
class StudentDeactivatePayload:
    student: Student | None = strawberry.field(description="The student, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def student_deactivate(
    info: ApiInfo,
    input: Annotated[StudentDeactivateInput, strawberry.argument(description="Who.")],
) -> StudentDeactivatePayload:
    """Put a student out of use; the records stay, and so do places in sections."""

    def work(session: Session) -> StudentDeactivatePayload:
        reason = optional_text(input.reason, "reason")
        student = lock_record(info.context, StudentModel, input.id)
        expect_version(student, input.expected_version)
        changes = change(info.context, student, {"status": RecordStatus.INACTIVE}, {})
        if not changes:
            raise Refused(invalid("id", "This student is inactive already."))
        event = StudentDeactivated(student.id)
        tell(info.context, "deactivate", event, entity="student", reason=reason, changes=changes)
        return StudentDeactivatePayload(student=row(student.id), user_errors=[])

    return perform(info, Permission.STUDENT_WRITE, input, StudentDeactivatePayload, work)
