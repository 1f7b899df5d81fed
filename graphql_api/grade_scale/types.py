"""Grades, as the API shows them."""

from decimal import Decimal

from graphql_api.declare import column, record
from schema.models import GradeScaleEntry


@record(GradeScaleEntry)
class Grade:
    """One grade of a scale, such as A-."""

    label: str = column(GradeScaleEntry.label, "What is printed on a transcript.")
    points: Decimal | None = column(
        GradeScaleEntry.points, "What it counts in an average; null if it does not count."
    )
    earns_credit: bool = column(GradeScaleEntry.earns_credit, "Whether the course is passed.")
