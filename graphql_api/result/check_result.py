"""Check a result against its line item, before the database does."""

from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from graphql_api.mutations.user_errors import (
    GradeNotOfScale,
    Refused,
    ScoreOutOfRange,
    UserError,
    invalid,
)
from schema.models import GradeScaleEntry, LineItem
from schema.models.line_item import LineItemKind
from schema.rules.grade import GivenResult, GradeRefusal, grade_refusal


def checked_grade(
    session: Session, item: LineItem, score: Decimal | None, label: str | None
) -> int | None:
    """Return the key of the grade that a label names; None if there is no label.

    Raises:
        Refused: the line item does not allow the score or the grade.
    """
    entries = {entry.label: entry.id for entry in session.scalars(grades_of(item))}
    is_final = item.kind is LineItemKind.FINAL
    given = GivenResult(score, label, item.min_score, item.max_score, list(entries), is_final)
    refusal = grade_refusal(given)
    if refusal is not None:
        raise Refused(_explained(refusal, given))
    return None if label is None else entries[label]


def grades_of(item: LineItem) -> Select[GradeScaleEntry]:
    """The grades of a line item's scale, the best first."""
    return (
        select(GradeScaleEntry)
        .where(GradeScaleEntry.grade_scale_id == item.grade_scale_id)
        .order_by(GradeScaleEntry.points.desc().nulls_last(), GradeScaleEntry.id)
    )


def _explained(refusal: GradeRefusal, given: GivenResult) -> UserError:
    labels = list(given.labels)
    match refusal:
        case GradeRefusal.NOTHING_GIVEN:
            return invalid("score", "Give a score, a grade or both.")
        case GradeRefusal.SCORE_OUT_OF_RANGE:
            return ScoreOutOfRange(
                code="SCORE_OUT_OF_RANGE",
                message=f"A score is from {given.min_score} to {given.max_score} here.",
                path=["input", "score"],
                min_score=given.min_score,
                max_score=given.max_score,
            )
        case GradeRefusal.SCORE_TOO_FINE:
            return invalid("score", "A score has at most two decimals.")
        case GradeRefusal.GRADE_NOT_OF_SCALE:
            known = f"one of {', '.join(labels)}" if labels else "not given here, only a score"
            return GradeNotOfScale(
                code="GRADE_NOT_OF_SCALE",
                message=f"A grade is {known}.",
                path=["input", "grade"],
                labels=labels,
            )
        case GradeRefusal.FINAL_NEEDS_GRADE:
            return invalid("grade", f"A final grade is one of {', '.join(labels)}.")
