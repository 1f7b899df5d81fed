"""Enrollments, as the API shows them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from graphql_api.audit_entry.types import AuditEntry, history_of
from graphql_api.declare.connection import Connection
from graphql_api.declare.fields import column, global_id, id_key, key, record, to_one
from graphql_api.declare.node import Node
from schema.models import Enrollment as EnrollmentModel
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState

if TYPE_CHECKING:
    from graphql_api.section.types import Section
    from graphql_api.student.types import Student


@record(EnrollmentModel)
class Enrollment(Node):
    """One student's place in one section."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(EnrollmentModel.sourced_id, "The id in the school's own systems.")
    state: EnrollmentState = column(EnrollmentModel.state, "Where it stands.")
    begin_date: date | None = column(
        EnrollmentModel.begin_date, "The first day; null is the term's first day."
    )
    end_date: date | None = column(
        EnrollmentModel.end_date, "The last day; null is the term's last day."
    )
    enrolled_at: datetime = column(EnrollmentModel.enrolled_at, "When it was asked for.")
    waitlisted_at: datetime | None = column(
        EnrollmentModel.waitlisted_at, "Since when the student waits or waited for a seat."
    )
    override_reason: str | None = column(
        EnrollmentModel.override_reason, "Why a policy was set aside; null if none was."
    )
    status: RecordStatus = column(EnrollmentModel.status, "Whether the record is in use.")
    version: int = column(EnrollmentModel.version, "Counts the changes of this record.")
    created_at: datetime = column(EnrollmentModel.created_at, "When the record was made.")
    updated_at: datetime = column(EnrollmentModel.updated_at, "When it last changed.")
    student: Annotated["Student", strawberry.lazy("graphql_api.student.types")] | None = to_one(
        EnrollmentModel.student, "The student; null if they belong to a school you do not see."
    )
    section: Annotated["Section", strawberry.lazy("graphql_api.section.types")] = to_one(
        EnrollmentModel.section, "The section."
    )
    history: Connection[AuditEntry] = history_of(EnrollmentModel)


@strawberry.input(description="Names one enrollment.", one_of=True)
class EnrollmentBy:
    id: strawberry.ID | None = id_key(EnrollmentModel, "Enrollment")
    sourced_id: str | None = key(EnrollmentModel.sourced_id, "The id in the school's own systems.")
