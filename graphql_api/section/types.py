"""Sections, as the API shows them."""

from datetime import date, datetime

import strawberry

from graphql_api.academic_session.types import AcademicSession
from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.course.types import Course
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
    stored_as,
    to_one,
)
from graphql_api.declare.node import Node
from graphql_api.enrollment.filters import EnrollmentFilter, EnrollmentOrder
from graphql_api.enrollment.types import Enrollment
from graphql_api.org.types import Org
from graphql_api.planner.global_ids import key_of
from graphql_api.result.filters import LineItemFilter, LineItemOrder, ResultFilter, ResultOrder
from graphql_api.result.types import LineItem, Result
from graphql_api.staff.filters import StaffFilter, StaffOrder
from graphql_api.staff.types import Staff
from schema.models import Enrollment as EnrollmentModel
from schema.models import Section as SectionModel
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState

_WAITING = stored_as(EnrollmentModel.state, EnrollmentState.WAITLISTED)


@record(SectionModel)
class Section(Node):
    """One group that takes a course in one term."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(SectionModel.sourced_id, "The id in the school's own systems.")
    code: str = column(SectionModel.code, "The code, unique within its term.")
    title: str = column(SectionModel.title, "The title.")
    capacity: int = column(SectionModel.capacity, "How many seats it has.")
    seats_taken: int = column(SectionModel.seats_taken, "How many seats are taken.")
    seats_available: int = column(
        SectionModel.capacity - SectionModel.seats_taken, "How many seats are free."
    )
    last_day_to_enroll: date | None = column(
        SectionModel.last_day_to_enroll, "The last day to enroll; null if the term decides."
    )
    last_day_to_drop: date | None = column(
        SectionModel.last_day_to_drop, "The last day to drop; null if the term decides."
    )
    status: RecordStatus = column(SectionModel.status, "Whether the record is in use.")
    version: int = column(SectionModel.version, "Counts the changes of this record.")
    created_at: datetime = column(SectionModel.created_at, "When the record was made.")
    updated_at: datetime = column(SectionModel.updated_at, "When it last changed.")
    course: Course = to_one(SectionModel.course, "The course it teaches.")
    academic_session: AcademicSession = to_one(
        SectionModel.academic_session, "The term it runs in."
    )
    org: Org = to_one(SectionModel.org, "The school it belongs to.")
    teachers: Connection[Staff] = connection(
        "Who teaches it.",
        relationship=SectionModel.staff,
        where=StaffFilter,
        order_by=StaffOrder,
        default_order=("sort_name",),
    )
    enrollments: Connection[Enrollment] = connection(
        "Who takes it or waits for a seat, as far as you may see.",
        relationship=SectionModel.enrollments,
        where=EnrollmentFilter,
        order_by=EnrollmentOrder,
    )
    enrollment_count: int = count_of(
        SectionModel.enrollments,
        "How many enrollments you may see, or that match a filter.",
        where=EnrollmentFilter,
    )
    waitlist_length: int = count_of(
        SectionModel.enrollments,
        "How many students wait for a seat, as far as you may see.",
        condition=_WAITING,
    )
    line_items: Connection[LineItem] = connection(
        "What is graded in it.",
        relationship=SectionModel.line_items,
        where=LineItemFilter,
        order_by=LineItemOrder,
    )
    results: Connection[Result] = connection(
        "What students got in it, as far as you may see.",
        relationship=SectionModel.results,
        where=ResultFilter,
        order_by=ResultOrder,
    )
    history: Connection[AuditEntry] = history_of(SectionModel)


@strawberry.input(description="A term and a code that is unique within it.")
class SectionCode:
    academic_session_id: strawberry.ID = part_of_key(
        SectionModel.academic_session_id,
        "The term.",
        lambda value: key_of("AcademicSession", value),
    )
    code: str = part_of_key(SectionModel.code, "The code, unique within the term.")


@strawberry.input(description="Names one section.", one_of=True)
class SectionBy:
    id: strawberry.ID | None = id_key(SectionModel, "Section")
    sourced_id: str | None = key(SectionModel.sourced_id, "The id in the school's own systems.")
    code: SectionCode | None = keys("The code within a term.")
