"""Organisations, as the API shows them."""

from datetime import datetime
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
    record,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.org.filters import OrgFilter, OrgOrder
from graphql_api.section.filters import SectionFilter, SectionOrder
from graphql_api.staff.filters import StaffFilter, StaffOrder
from graphql_api.student.filters import StudentFilter, StudentOrder
from schema.models import Org as OrgModel
from schema.models.base import RecordStatus
from schema.models.org import OrgType

if TYPE_CHECKING:
    from graphql_api.course.types import Course
    from graphql_api.section.types import Section
    from graphql_api.staff.types import Staff
    from graphql_api.student.types import Student


@record(OrgModel)
class Org(Node):
    """A district, a school or a department."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(OrgModel.sourced_id, "The id in the school's own systems.")
    name: str = column(OrgModel.name, "What it is called.")
    type: OrgType = column(OrgModel.type, "What kind of organisation it is.")
    identifier: str | None = column(OrgModel.identifier, "The number the authorities know it by.")
    status: RecordStatus = column(OrgModel.status, "Whether the record is in use.")
    version: int = column(OrgModel.version, "Counts the changes of this record.")
    created_at: datetime = column(OrgModel.created_at, "When the record was made.")
    updated_at: datetime = column(OrgModel.updated_at, "When it last changed.")
    parent: "Org | None" = to_one(OrgModel.parent, "The organisation it belongs to.")
    children: "Connection[Org]" = connection(
        "The organisations that belong to it.",
        relationship=OrgModel.children,
        where=OrgFilter,
        order_by=OrgOrder,
        default_order=("name",),
    )
    students: Connection[Annotated["Student", strawberry.lazy("graphql_api.student.types")]] = (
        connection(
            "Its students, as far as you may see, by name.",
            relationship=OrgModel.students,
            where=StudentFilter,
            order_by=StudentOrder,
            default_order=("sort_name",),
        )
    )
    staff: Connection[Annotated["Staff", strawberry.lazy("graphql_api.staff.types")]] = connection(
        "Who works for it, by name.",
        relationship=OrgModel.staff,
        where=StaffFilter,
        order_by=StaffOrder,
        default_order=("sort_name",),
    )
    courses: Connection[Annotated["Course", strawberry.lazy("graphql_api.course.types")]] = (
        connection(
            "The courses that it teaches, by code.",
            relationship=OrgModel.courses,
            where=CourseFilter,
            order_by=CourseOrder,
            default_order=("code",),
        )
    )
    sections: Connection[Annotated["Section", strawberry.lazy("graphql_api.section.types")]] = (
        connection(
            "Its sections, by code.",
            relationship=OrgModel.sections,
            where=SectionFilter,
            order_by=SectionOrder,
            default_order=("code",),
        )
    )
    student_count: int = count_of(
        OrgModel.students,
        "How many students of it you may see, or that match a filter.",
        where=StudentFilter,
    )
    staff_count: int = count_of(
        OrgModel.staff, "How many people work for it, or that match a filter.", where=StaffFilter
    )
    course_count: int = count_of(
        OrgModel.courses, "How many courses it teaches, or that match a filter.", where=CourseFilter
    )
    section_count: int = count_of(
        OrgModel.sections, "How many sections it has, or that match a filter.", where=SectionFilter
    )
    history: Connection[AuditEntry] = history_of(OrgModel)


@strawberry.input(description="Names one organisation.", one_of=True)
class OrgBy:
    id: strawberry.ID | None = id_key(OrgModel, "Org")
    sourced_id: str | None = key(OrgModel.sourced_id, "The id in the school's own systems.")
