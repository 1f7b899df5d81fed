"""Words in cells: those that are known, however they are written, and no others."""

import pytest

from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.parsers.booleans import boolean
from ec2_batch.imports.parsers.words import one_of
from schema.formats.oneroster.words import SCORE_STATUSES, SESSION_TYPES

session_type = one_of(SESSION_TYPES)


@pytest.mark.parametrize(
    "text", ["gradingPeriod", "GRADINGPERIOD", "grading period", "Grading_Period"]
)
def test_a_word_is_known_however_it_is_written(text: str) -> None:
    assert session_type(text) == "grading_period"


def test_a_word_may_mean_nothing() -> None:
    assert one_of({"guardian": None, "student": "student"})("Guardian") is None
    assert one_of(SCORE_STATUSES)("not submitted") is False


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "semestre",
            "is not one of gradingPeriod, semester, schoolYear, term. Did you mean “semester”?",
        ),
        ("quarter", "is not one of gradingPeriod, semester, schoolYear, term."),
        ("", "is not one of"),
        ("…", "is not one of"),
    ],
)
def test_an_unknown_word_is_an_error_and_never_a_default(text: str, words: str) -> None:
    with pytest.raises(BadValueError) as refused:
        session_type(text)

    assert refused.value.code == "UNKNOWN_VALUE"
    assert refused.value.message.startswith(f"“{text}” ")
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [("true", True), ("TRUE", True), ("Yes", True), ("1", True),
     ("false", False), ("False", False), ("NO", False), ("0", False)],
)  # fmt: skip
def test_yes_and_no_are_read(text: str, said: bool) -> None:
    assert boolean(text) is said


@pytest.mark.parametrize("text", ["y", "on", "2", "truee", "none", "١"])
def test_what_is_neither_is_an_error(text: str) -> None:
    with pytest.raises(BadValueError, match="is not one of true, false, yes, no, 1, 0"):
        boolean(text)
