"""Create a section."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session

from graphql_api.mutations.find_record import find_record
from graphql_api.mutations.given_values import new_values
from graphql_api.mutations.perform import IDEMPOTENCY_KEY, ApiInfo, perform
from graphql_api.mutations.tell import audit
from graphql_api.mutations.user_errors import UserError, constraint_as_user_error
from graphql_api.planner.resolve import row
from graphql_api.section.types import Section
from graphql_api.section.write_section import CHECKS, CONSTRAINTS
from schema.access.roles import Permission
from schema.audit import new_record_changes
from schema.models import AcademicSession, Course, LineItem
from schema.models import Section as SectionModel
from schema.models.line_item import LineItemKind

_COLUMNS = (
    "code",
    "title",
    "capacity",
    "last_day_to_enroll",
    "last_day_to_drop",
    "sourced_id",
)
_HIGHEST_FINAL = Decimal(100)  # percent


@strawberry.input(description="A new section.")
class SectionCreateInput:
    course_id: strawberry.ID = strawberry.field(description="The course it teaches.")
    academic_session_id: strawberry.ID = strawberry.field(description="The term it runs in.")
    code: str = strawberry.field(description="The code, unique within its term.")
    title: str | None = strawberry.field(
        description="The title; the course's if it is left out.", default=None
    )
    capacity: int = strawberry.field(description="How many seats it has.")
    last_day_to_enroll: date | None = strawberry.field(
        description="The last day to enroll; the term decides if it is left out.", default=None
    )
    last_day_to_drop: date | None = strawberry.field(
        description="The last day to drop; the term decides if it is left out.", default=None
    )
    sourced_id: str | None = strawberry.field(
        description="The id in the school's own systems; one is made if it is left out.",
        default=None,
    )
    idempotency_key: str | None = strawberry.field(description=IDEMPOTENCY_KEY, default=None)


@strawberry.type(description="What came of creating a section.")
class SectionCreatePayload:
    section: Section | None = strawberry.field(description="The section, unless refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


def section_create(
    info: ApiInfo,
    input: Annotated[SectionCreateInput, strawberry.argument(description="The section.")],
) -> SectionCreatePayload:
    """Add a section of a course to a term, with its final grade as its first line item."""

    def work(session: Session) -> SectionCreatePayload:
        values = new_values(input, _COLUMNS, required=("code",), checks=CHECKS)
        course = find_record(session, Course, input.course_id, "courseId")
        term = find_record(session, AcademicSession, input.academic_session_id, "academicSessionId")
        values |= {
            "org_id": course.org_id,
            "course_id": course.id,
            "academic_session_id": term.id,
            "title": values.get("title") or course.title,
        }
        section = SectionModel(**values)
        with constraint_as_user_error(session, CONSTRAINTS):
            session.add(section)
        session.add(_final_grade(section, course))
        session.flush()
        changes = new_record_changes(values)
        audit(info.context, "create", entity="section", entity_id=section.id, changes=changes)
        return SectionCreatePayload(section=row(section.id), user_errors=[])

    return perform(info, Permission.CATALOG_WRITE, input, SectionCreatePayload, work)


def _final_grade(section: SectionModel, course: Course) -> LineItem:
    return LineItem(
        section_id=section.id,
        org_id=section.org_id,
        title="Final grade",
        kind=LineItemKind.FINAL,
        max_score=_HIGHEST_FINAL,
        grade_scale_id=course.grade_scale_id,
    )
