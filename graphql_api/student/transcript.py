"""Transcripts, as the API shows them: the final grades of a student, term by term."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, Numeric, func, literal_column

from graphql_api.academic_session.types import AcademicSession
from graphql_api.declare.fields import aggregated, column, groups, members, of_group, record, to_one
from graphql_api.grade_scale.types import Grade
from schema.models import FinalGrade
from schema.models import Student as StudentModel

if TYPE_CHECKING:
    from graphql_api.course.types import Course
    from graphql_api.section.types import Section

# schema/rules/standing.py says the same in Python, and a test that both agree.
_NOTHING: ColumnElement[Decimal] = literal_column("0.00")
_WEIGHT = func.sum(FinalGrade.credits).filter(FinalGrade.points.is_not(None))
_AVERAGE: ColumnElement[Any] = func.round(
    func.sum(FinalGrade.points * FinalGrade.credits)
    / func.nullif(_WEIGHT, literal_column("0"), type_=Numeric()),
    literal_column("3"),
)
_ATTEMPTED = func.coalesce(func.sum(FinalGrade.credits), _NOTHING)
_EARNED = func.coalesce(func.sum(FinalGrade.credits).filter(FinalGrade.earns_credit), _NOTHING)


@record(FinalGrade)
class TranscriptCourse:
    """A course with its final grade."""

    code: str = column(FinalGrade.course_code, "The code in the catalogue, such as BIO-101.")
    title: str = column(FinalGrade.course_title, "The title.")
    credits: Decimal = column(FinalGrade.credits, "The credits it is worth.")
    score: Decimal | None = column(FinalGrade.score, "The final score; null if none was given.")
    posted_at: datetime = column(FinalGrade.posted_at, "Since when the grade stands.")
    grade: Grade = to_one(FinalGrade.grade_scale_entry, "The final grade.")
    course: Annotated["Course", strawberry.lazy("graphql_api.course.types")] = to_one(
        FinalGrade.course, "The course."
    )
    section: Annotated["Section", strawberry.lazy("graphql_api.section.types")] = to_one(
        FinalGrade.section, "The section it was taken in."
    )


@record(FinalGrade)
class TranscriptTerm:
    """The final grades of one term."""

    academic_session: AcademicSession = to_one(FinalGrade.academic_session, "The term.")
    gpa: Decimal | None = of_group(
        _AVERAGE, "The grade point average of the term; null while no grade counts."
    )
    credits_attempted: Decimal = of_group(_ATTEMPTED, "The credits of the term's graded courses.")
    credits_earned: Decimal = of_group(
        _EARNED, "The credits of the term's courses that were passed."
    )
    courses: list[TranscriptCourse] = members(
        "The graded courses, by code.", order=(FinalGrade.course_code, FinalGrade.id)
    )


@record(StudentModel)
class Transcript:
    """All posted final grades of a student that you may see, as of now."""

    gpa: Decimal | None = aggregated(
        StudentModel.final_grades,
        _AVERAGE,
        "The grade point average, weighted by credits and rounded half up to a thousandth;"
        " null while no grade counts.",
    )
    credits_attempted: Decimal = aggregated(
        StudentModel.final_grades, _ATTEMPTED, "The credits of all graded courses."
    )
    credits_earned: Decimal = aggregated(
        StudentModel.final_grades, _EARNED, "The credits of the courses that were passed."
    )
    terms: list[TranscriptTerm] = groups(
        StudentModel.final_grades,
        "The terms with final grades, the first one first.",
        by=(FinalGrade.session_start_date, FinalGrade.academic_session_id),
    )
