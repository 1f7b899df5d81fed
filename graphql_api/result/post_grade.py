"""Post a grade: from then on it is official."""

from decimal import Decimal
from typing import Annotated, Any

import strawberry
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.given_values import optional_text
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import tell
from graphql_api.mutations.user_errors import (
    ROW_SECURITY,
    NotEnrolled,
    Refused,
    UserError,
    already_posted,
    constraint_as_user_error,
    invalid,
)
from graphql_api.planner.resolve import row
from graphql_api.result.check_result import checked_grade
from graphql_api.result.types import Result
from schema.access.roles import Permission
from schema.audit import Changes, new_record_changes
from schema.events import GradePosted
from schema.models import Enrollment, LineItem, Section, Student
from schema.models import Result as ResultModel
from schema.models.enrollment import EnrollmentState
from schema.models.line_item import LineItemKind

# Who withdrew has no place that could be graded.
GRADED = (EnrollmentState.ACTIVE, EnrollmentState.COMPLETED)

_CONSTRAINTS: dict[str, UserError] = {
    # Somebody gave the student a result a moment ago.
    "result_line_item_id_student_id_key": already_posted(0),
    ROW_SECURITY: invalid("studentId", "You may see this section but not grade it."),
}


@strawberry.input(description="What is graded: exactly one of the two.", one_of=True)
class GradedItem:
    line_item_id: strawberry.ID | None = strawberry.field(
        description="A line item.", default=strawberry.UNSET
    )
    final_of_section_id: strawberry.ID | None = strawberry.field(
        description="A section: its final grade.", default=strawberry.UNSET
    )


@strawberry.input(description="A grade that becomes official.")
class GradePostInput:
    student_id: strawberry.ID = strawberry.field(description="The student.")
    item: GradedItem = strawberry.field(description="What is graded.")
    score: Decimal | None = strawberry.field(
        description="The score, within the line item's range.", default=None
    )
    grade: str | None = strawberry.field(
        description="The grade, by its label in the line item's scale, such as A-;"
        " a final grade of a scale needs one.",
        default=None,
    )
    comment: str | None = strawberry.field(
        description="A word to the student; at most 200 characters.", default=None
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of posting a grade.")
class GradePostPayload:
    result: Result | None = strawberry.field(description="The result, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def grade_post(
    info: ApiInfo,
    input: Annotated[GradePostInput, strawberry.argument(description="The grade.")],
) -> GradePostPayload:
    """Give a student's score or grade for a line item; it is official from then on."""

    def work(session: Session) -> GradePostPayload:
        student = find_record(session, Student, input.student_id, "studentId")
        item = _graded(session, input.item)
        if session.scalar(graded_place(student.id, item.section_id)) is None:
            message = "The student has no place in this section, or it is not yours to grade."
            path = ["input", "studentId"]
            raise Refused(NotEnrolled(code="NOT_ENROLLED", message=message, path=path))
        values = {
            "score": input.score,
            "grade_scale_entry_id": checked_grade(session, item, input.score, input.grade),
            "comment": optional_text(input.comment, "comment"),
            "posted_at": session.scalar(select(func.now())),
        }
        result, changes = _write(info.context, item, student, values, input.expected_version)
        event = GradePosted(result.id, student.id, item.section_id)
        tell(info.context, "post", event, entity="result", changes=changes)
        return GradePostPayload(result=row(result.id), user_errors=[])

    return perform(info, Permission.GRADE_POST, input, GradePostPayload, work)


def _graded(session: Session, given: GradedItem) -> LineItem:
    if given.line_item_id:
        return find_record(session, LineItem, given.line_item_id, "item")
    section = find_record(session, Section, given.final_of_section_id or "", "item")
    item = session.scalars(final_item(section.id)).first()
    if item is None:
        raise Refused(invalid("item", "This section has no final grade to give."))
    return item


def _write(
    context: Context,
    item: LineItem,
    student: Student,
    values: dict[str, Any],
    expected_version: int | None,
) -> tuple[ResultModel, Changes]:
    session = context.transaction.session
    draft = session.scalars(result_of(item.id, student.id)).first()
    if draft is None:
        if expected_version is not None:
            message = "There is no draft of this result, so no version to expect: leave it out."
            raise Refused(invalid("expectedVersion", message))
        keys = {"line_item_id": item.id, "section_id": item.section_id, "org_id": item.org_id}
        result = ResultModel(student_id=student.id, **keys, **values)
        with constraint_as_user_error(session, _CONSTRAINTS):
            session.add(result)
        return result, new_record_changes(values)
    if draft.posted_at is not None:
        raise Refused(already_posted(draft.id))
    expect_version(draft, expected_version)
    return draft, change(context, draft, values, _CONSTRAINTS)


def final_item(section_id: int) -> Select[LineItem]:
    """The line item whose results are a section's final grades."""
    return select(LineItem).where(
        LineItem.section_id == section_id, LineItem.kind == LineItemKind.FINAL
    )


def graded_place(student_id: int, section_id: int) -> Select[int]:
    """The enrollment by which a student can be graded in a section."""
    return select(Enrollment.id).where(
        Enrollment.student_id == student_id,
        Enrollment.section_id == section_id,
        Enrollment.state.in_(GRADED),
    )


def result_of(line_item_id: int, student_id: int) -> Select[ResultModel]:
    """A student's result for a line item, locked until the transaction ends."""
    return (
        select(ResultModel)
        .where(ResultModel.line_item_id == line_item_id, ResultModel.student_id == student_id)
        .with_for_update()
    )
