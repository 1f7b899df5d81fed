"""Courses, as the API shows them."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.connection import Connection
from graphql_api.declare import column, connection, global_id, id_key, key, record, to_one
from graphql_api.node import Node
from graphql_api.org.types import Org
from graphql_api.section.filters import SectionFilter, SectionOrder
from schema.models import Course as CourseModel

if TYPE_CHECKING:
    from graphql_api.section.types import Section


@record(CourseModel)
class Course(Node):
    """A subject taught at a school; its sections are where it happens."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(CourseModel.sourced_id, "The id in the school's own systems.")
    code: str = column(CourseModel.code, "The code in the catalogue, such as BIO-101.")
    title: str = column(CourseModel.title, "The title.")
    credits: Decimal = column(CourseModel.credits, "The credits it earns.")
    version: int = column(CourseModel.version, "Counts the changes of this record.")
    org: Org = to_one(CourseModel.org, "The school that teaches it.")
    prerequisites: "Connection[Course]" = connection(
        "The courses to have passed before.",
        relationship=CourseModel.prerequisites,
        default_order=("code",),
    )
    sections: Connection[Annotated["Section", strawberry.lazy("graphql_api.section.types")]] = (
        connection(
            "The groups it is taught to.",
            relationship=CourseModel.sections,
            where=SectionFilter,
            order_by=SectionOrder,
            default_order=("code",),
        )
    )


@strawberry.input(description="Names one course.", one_of=True)
class CourseBy:
    id: strawberry.ID | None = id_key(CourseModel, "Course")
    sourced_id: str | None = key(CourseModel.sourced_id, "The id in the school's own systems.")
