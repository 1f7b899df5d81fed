"""Update a course."""

from decimal import Decimal
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.course.types import Course
from graphql_api.course.write_course import CHECKS, CONSTRAINTS, REQUIRED
from graphql_api.mutations.change_record import change, expect_version
from graphql_api.mutations.find_record import find_record, lock_record
from graphql_api.mutations.given_values import given_values
from graphql_api.mutations.perform import EXPECTED_VERSION, IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import audit
from graphql_api.mutations.user_errors import UserError
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.models import Course as CourseModel
from schema.models import GradeScale
from schema.models.base import RecordStatus

_COLUMNS = ("code", "title", "credits", "status")


@strawberry.input(description="Changes to a course: what is left out stays, null clears.")
class CourseUpdateInput:
    id: strawberry.ID = strawberry.field(description="The course.")
    code: str | None = strawberry.field(
        description="The code, unique in its school; cannot be cleared.", default=strawberry.UNSET
    )
    title: str | None = strawberry.field(
        description="The title; cannot be cleared.", default=strawberry.UNSET
    )
    credits: Decimal | None = strawberry.field(
        description="The credits it earns, 0 to 99.99; cannot be cleared.",
        default=strawberry.UNSET,
    )
    grade_scale_id: strawberry.ID | None = strawberry.field(
        description="The scale of final grades in sections made from now on.",
        default=strawberry.UNSET,
    )
    status: RecordStatus | None = strawberry.field(
        description="Whether it is in use; cannot be cleared.", default=strawberry.UNSET
    )
    expected_version: int | None = strawberry.field(description=EXPECTED_VERSION, default=None)
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of changing a course.")
class CourseUpdatePayload:
    course: Course | None = strawberry.field(description="The course, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def course_update(
    info: ApiInfo,
    input: Annotated[CourseUpdateInput, strawberry.argument(description="The changes.")],
) -> CourseUpdatePayload:
    """Change a course of the catalogue."""

    def work(session: Session) -> CourseUpdatePayload:
        course = lock_record(info.context, CourseModel, input.id)
        expect_version(course, input.expected_version)
        values = given_values(input, _COLUMNS, required=REQUIRED, checks=CHECKS)
        if input.grade_scale_id is None:
            values["grade_scale_id"] = None
        elif input.grade_scale_id is not strawberry.UNSET:
            scale = find_record(session, GradeScale, input.grade_scale_id, "gradeScaleId")
            values["grade_scale_id"] = scale.id
        changes = change(info.context, course, values, CONSTRAINTS)
        if changes:
            audit(info.context, "update", entity="course", entity_id=course.id, changes=changes)
        return CourseUpdatePayload(course=row(course.id), user_errors=[])

    return perform(info, Permission.CATALOG_WRITE, input, CourseUpdatePayload, work)
