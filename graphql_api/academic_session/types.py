"""Academic sessions, as the API shows them."""

from datetime import date

import strawberry

from graphql_api.declare import column, global_id, record, to_one
from graphql_api.node import Node
from schema.models import AcademicSession as AcademicSessionModel
from schema.models.academic_session import AcademicSessionType


@record(AcademicSessionModel)
class AcademicSession(Node):
    """A stretch of the school calendar: a year, a term, a grading period."""

    id: strawberry.ID = global_id()
    sourced_id: str = column(AcademicSessionModel.sourced_id, "The id in the school's own systems.")
    title: str = column(AcademicSessionModel.title, "What it is called.")
    type: AcademicSessionType = column(AcademicSessionModel.type, "What stretch it is.")
    start_date: date = column(AcademicSessionModel.start_date, "Its first day.")
    end_date: date = column(AcademicSessionModel.end_date, "Its last day.")
    school_year: int = column(
        AcademicSessionModel.school_year, "The year its school year ends in: 2027 for 2026-2027."
    )
    parent: "AcademicSession | None" = to_one(
        AcademicSessionModel.parent, "The session it is a part of."
    )
