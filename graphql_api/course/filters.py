"""What courses can be filtered and ordered by."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.declare.connection import OrderDirection
from graphql_api.declare.fields import filter_on, reference, related
from graphql_api.declare.filters import (
    DecimalFilter,
    EnumFilter,
    IdFilter,
    StringFilter,
    all_of,
    any_of,
    none,
    none_of,
    some,
    stored,
)
from schema.models import Course
from schema.models.base import RecordStatus

if TYPE_CHECKING:
    from graphql_api.section.filters import SectionsFilter


@strawberry.input(description="Which courses.")
class CourseFilter:
    and_: "list[CourseFilter] | None" = all_of()
    or_: "list[CourseFilter] | None" = any_of()
    not_: "CourseFilter | None" = none_of()
    code: StringFilter | None = filter_on(Course.code, "The code in the catalogue.")
    title: StringFilter | None = filter_on(Course.title, "The title.")
    credits: DecimalFilter | None = filter_on(Course.credits, "The credits it earns.")
    org_id: IdFilter | None = reference(Course.org_id, "Org", "The school that teaches it.")
    status: EnumFilter[RecordStatus] | None = filter_on(
        Course.status, "Whether the record is in use.", stored
    )

    sections: Annotated["SectionsFilter", strawberry.lazy("graphql_api.section.filters")] | None = (
        related(Course.sections, "What is asked of its sections.")
    )
    prerequisites: (
        Annotated["CoursesFilter", strawberry.lazy("graphql_api.course.filters")] | None
    ) = related(Course.prerequisites, "What is asked of the courses to have passed before.")


@strawberry.input(description="Asks something of many courses.")
class CoursesFilter:
    some: CourseFilter | None = some()
    none: CourseFilter | None = none()


@strawberry.enum(description="What courses can be sorted by.")
class CourseOrderField(Enum):
    CODE = strawberry.enum_value("code", description="The code in the catalogue.")
    TITLE = strawberry.enum_value("title", description="The title.")
    CREDITS = strawberry.enum_value("credits", description="The credits.")


@strawberry.input(description="A sort key for courses.")
class CourseOrder:
    field: CourseOrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(
        description="Which way.", default=OrderDirection.ASC
    )
