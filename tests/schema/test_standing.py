"""Standing: grade point average, credits, and who is at risk."""

from decimal import Decimal

import pytest

from schema.rules.standing import FinalGrade, Standing, standing


def grade(points: str | None, credits: str = "3", earns_credit: bool = True) -> FinalGrade:
    return FinalGrade(Decimal(credits), None if points is None else Decimal(points), earns_credit)


@pytest.mark.parametrize(
    ("grades", "gpa"),
    [
        ([], None),
        ([grade(None)], None),  # a pass counts as credits, not as points
        ([grade("4.0"), grade("3.0")], "3.500"),
        ([grade("4.0", "1"), grade("1.0", "3")], "1.750"),
        ([grade("4.0", "0"), grade("3.0", "3")], "3.000"),  # no credits, no weight
        ([grade("4.0", "0")], None),
        ([grade("4.0", "1"), grade("4.0", "1"), grade("3.0", "4")], "3.333"),
        ([grade("2.0005", "1")], "2.001"),  # half goes up
    ],
)
def test_an_average_is_weighted_by_credits(grades: list[FinalGrade], gpa: str | None) -> None:
    assert standing(grades).gpa == (None if gpa is None else Decimal(gpa))


@pytest.mark.parametrize(
    ("grades", "at_risk"),
    [
        ([], False),
        ([grade("2.0")], False),
        ([grade("1.999")], True),
        ([grade("4.0"), grade("4.0", earns_credit=False)], True),  # half earned
        ([grade("4.0", "67"), grade("4.0", "33", earns_credit=False)], False),
    ],
)
def test_a_low_average_or_a_slow_pace_is_a_risk(grades: list[FinalGrade], at_risk: bool) -> None:
    assert standing(grades).at_risk is at_risk


def test_a_failed_course_is_attempted_and_not_earned() -> None:
    found = standing([grade("3.0", "4"), grade("0.0", "1", earns_credit=False)])

    assert found == Standing(Decimal("2.400"), Decimal(5), Decimal(4), at_risk=False)
