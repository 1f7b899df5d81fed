"""Courses, as the API shows them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.course.filters import CourseFilter, CourseOrder
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import (
    column,
    connection,
    count_of,
    global_id,
    id_key,
    key,
    keys,
    part_of_key,
    record,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.grade_scale.types import GradeScale
from graphql_api.org.types import Org
from graphql_api.planner.global_ids import key_of
from graphql_api.section.filters import SectionFilter, SectionOrder
from schema.models import Course as CourseModel
from schema.models.base import RecordStatus

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
    status: RecordStatus = column(CourseModel.status, "Whether the record is in use.")
    version: int = column(CourseModel.version, "Counts the changes of this record.")
    created_at: datetime = column(CourseModel.created_at, "When the record was made.")
    updated_at: datetime = column(CourseModel.updated_at, "When it last changed.")
    org: Org = to_one(CourseModel.org, "The school that teaches it.")
    grade_scale: GradeScale | None = to_one(
        CourseModel.grade_scale, "The grades it is graded with; null if that is left open."
    )
    prerequisites: "Connection[Course]" = connection(
        "The courses to have passed before.",
        relationship=CourseModel.prerequisites,
        where=CourseFilter,
        order_by=CourseOrder,
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
    section_count: int = count_of(
        CourseModel.sections,
        "How many groups it is taught to, or that match a filter.",
        where=SectionFilter,
    )
    history: Connection[AuditEntry] = history_of(CourseModel)


@strawberry.input(description="A school and a code in its catalogue.")
class CourseCode:
    org_id: strawberry.ID = part_of_key(
        CourseModel.org_id, "The school.", lambda value: key_of("Org", value)
    )
    code: str = part_of_key(CourseModel.code, "The code in its catalogue, such as BIO-101.")


@strawberry.input(description="Names one course.", one_of=True)
class CourseBy:
    id: strawberry.ID | None = id_key(CourseModel, "Course")
    sourced_id: str | None = key(CourseModel.sourced_id, "The id in the school's own systems.")
    code: CourseCode | None = keys("The code in the catalogue of a school.")
