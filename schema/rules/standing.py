"""Standing: what a student's final grades add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Below either, a student is at risk: the thresholds that federal aid calls satisfactory progress.
LOWEST_GPA = Decimal("2.000")
LOWEST_PACE = Decimal("0.67")  # credits earned of those attempted


@dataclass(frozen=True, slots=True)
class FinalGrade:
    """A posted final grade of one section."""

    credits: Decimal  # of the course
    points: Decimal | None  # on the scale; none is a grade outside the average, such as a pass
    earns_credit: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands."""

    gpa: Decimal | None  # none: no grade counts yet, which is not a zero
    credits_attempted: Decimal
    credits_earned: Decimal
    at_risk: bool


def standing(grades: Sequence[FinalGrade]) -> Standing:
    """Return the standing that a student's posted final grades make.

    Each attempt counts, also of a course that was repeated. The average is weighted by credits
    and rounded half up to a thousandth; a course without credits is outside of it.
    """
    attempted = sum((g.credits for g in grades), Decimal(0))
    earned = sum((g.credits for g in grades if g.earns_credit), Decimal(0))
    gpa = _average([(g.points, g.credits) for g in grades if g.points is not None])
    slow = attempted > 0 and earned / attempted < LOWEST_PACE
    return Standing(gpa, attempted, earned, at_risk=slow or (gpa is not None and gpa < LOWEST_GPA))


def _average(weighted: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    weight = sum((credits for _, credits in weighted), Decimal(0))
    if weight == 0:
        return None
    total = sum((points * credits for points, credits in weighted), Decimal(0))
    return (total / weight).quantize(Decimal("0.001"), ROUND_HALF_UP)
