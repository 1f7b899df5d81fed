"""Rules: what may be given for a line item."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class GradeRefusal(Enum):
    """Why a result may not be given."""

    NOTHING_GIVEN = "nothing_given"
    SCORE_OUT_OF_RANGE = "score_out_of_range"
    SCORE_TOO_FINE = "score_too_fine"
    GRADE_NOT_OF_SCALE = "grade_not_of_scale"
    FINAL_NEEDS_GRADE = "final_needs_grade"


@dataclass(frozen=True, slots=True)
class GivenResult:
    """A result as it would be, beside what its line item allows."""

    score: Decimal | None
    label: str | None  # of the grade
    min_score: Decimal
    max_score: Decimal  # inclusive
    labels: Collection[str]  # of the line item's scale; none: no grades
    is_final: bool


def grade_refusal(given: GivenResult) -> GradeRefusal | None:
    """Return the first thing that is wrong with a result; None means that it may be given.

    Transcripts and standing count grades, so a final result of a scale needs one of them.
    """
    if given.score is None and given.label is None:
        return GradeRefusal.NOTHING_GIVEN
    if given.score is not None:
        if not given.min_score <= given.score <= given.max_score:
            return GradeRefusal.SCORE_OUT_OF_RANGE
        if round(given.score, 2) != given.score:
            return GradeRefusal.SCORE_TOO_FINE
    if given.label is not None and given.label not in given.labels:
        return GradeRefusal.GRADE_NOT_OF_SCALE
    if given.label is None and given.is_final and given.labels:
        return GradeRefusal.FINAL_NEEDS_GRADE
    return None
