"""What may be given for a line item."""

from decimal import Decimal

import pytest

from schema.rules.grade import GivenResult, GradeRefusal, grade_refusal


@pytest.mark.parametrize(
    ("score", "label", "labels", "is_final", "refusal"),
    [
        ("0", None, [], False, None),  # both ends belong to the range
        ("50", None, [], False, None),
        ("50.01", None, [], False, GradeRefusal.SCORE_OUT_OF_RANGE),
        ("-0.01", None, [], False, GradeRefusal.SCORE_OUT_OF_RANGE),
        ("1.005", None, [], False, GradeRefusal.SCORE_TOO_FINE),
        ("1.500", None, [], False, None),
        (None, None, ["A"], False, GradeRefusal.NOTHING_GIVEN),
        (None, "A", ["A"], False, None),
        (None, "a", ["A"], False, GradeRefusal.GRADE_NOT_OF_SCALE),
        ("5", "A", [], False, GradeRefusal.GRADE_NOT_OF_SCALE),
        ("5", None, ["A"], True, GradeRefusal.FINAL_NEEDS_GRADE),
        ("5", None, [], True, None),  # a section that is only scored
    ],
)
def test_a_result_keeps_to_its_line_item(
    score: str | None,
    label: str | None,
    labels: list[str],
    is_final: bool,
    refusal: GradeRefusal | None,
) -> None:
    number = None if score is None else Decimal(score)
    given = GivenResult(number, label, Decimal(0), Decimal(50), labels, is_final)

    assert grade_refusal(given) is refusal
