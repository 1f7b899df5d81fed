"""Create a course."""

from decimal import Decimal
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.course.types import Course
from graphql_api.course.write_course import CHECKS, CONSTRAINTS, REQUIRED
from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.given_values import new_values
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import audit
from graphql_api.mutations.user_errors import UserError, constraint_as_user_error
from graphql_api.org.find_org import find_org
from graphql_api.planner.resolve import row
from schema.access.roles import Permission
from schema.audit import new_record_changes
from schema.models import Course as CourseModel
from schema.models import GradeScale

_COLUMNS = ("code", "title", "credits", "sourced_id")


@strawberry.input(description="A new course.")
class CourseCreateInput:
    code: str = strawberry.field(description="The code in the catalogue, unique in its school.")
    title: str = strawberry.field(description="The title.")
    credits: Decimal = strawberry.field(description="The credits it earns, 0 to 99.99.")
    grade_scale_id: strawberry.ID | None = strawberry.field(
        description="The scale of its final grades; none if it is left out.", default=None
    )
    sourced_id: str | None = strawberry.field(
        description="The id in the school's own systems; one is made if it is left out.",
        default=None,
    )
    org_id: strawberry.ID | None = strawberry.field(
        description="The school; your own if it is left out.", default=None
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of creating a course.")
class CourseCreatePayload:
    course: Course | None = strawberry.field(description="The course, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def course_create(
    info: ApiInfo,
    input: Annotated[CourseCreateInput, strawberry.argument(description="The course.")],
) -> CourseCreatePayload:
    """Add a course to a school's catalogue."""

    def work(session: Session) -> CourseCreatePayload:
        values = new_values(input, _COLUMNS, required=REQUIRED, checks=CHECKS)
        values["org_id"] = find_org(session, input.org_id)
        if input.grade_scale_id is not None:
            scale = find_record(session, GradeScale, input.grade_scale_id, "gradeScaleId")
            values["grade_scale_id"] = scale.id
        course = CourseModel(**values)
        with constraint_as_user_error(session, CONSTRAINTS):
            session.add(course)
        changes = new_record_changes(values)
        audit(info.context, "create", entity="course", entity_id=course.id, changes=changes)
        return CourseCreatePayload(course=row(course.id), user_errors=[])

    return perform(info, Permission.CATALOG_WRITE, input, CourseCreatePayload, work)
