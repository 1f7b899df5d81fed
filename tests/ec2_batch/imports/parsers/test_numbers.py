"""Numbers in cells: exact, in ASCII digits, and whatever only looks like one is named."""

from decimal import Decimal

import pytest

from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.parsers.numbers import decimal_number, whole_number

credits = decimal_number(0, "99.99")
score = decimal_number("-99999.99", "99999.99")
seats = whole_number(0, 100_000)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"), ("1", "1"), ("1.5", "1.5"), ("1.50", "1.50"), ("1.500", "1.500"),
        ("007.25", "7.25"), ("99.99", "99.99"), ("-0.00", "0.00"),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly(text: str, number: str) -> None:
    assert credits(text) == Decimal(number)
    assert not credits(text).is_signed()


def test_a_score_may_be_below_zero() -> None:
    assert score("-3.25") == Decimal("-3.25")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("nan", "INVALID_NUMBER", "digits 0 to 9"),
        ("inf", "INVALID_NUMBER", "digits 0 to 9"),
        ("-Infinity", "INVALID_NUMBER", "digits 0 to 9"),
        ("1_000", "INVALID_NUMBER", "digits 0 to 9"),
        ("١٢", "INVALID_NUMBER", "digits 0 to 9"),
        ("１２", "INVALID_NUMBER", "digits 0 to 9"),
        ("½", "INVALID_NUMBER", "digits 0 to 9"),
        ("0x1F", "INVALID_NUMBER", "digits 0 to 9"),
        ("", "INVALID_NUMBER", "digits 0 to 9"),
        ("-", "INVALID_NUMBER", "digits 0 to 9"),
        (".5", "INVALID_NUMBER", "digits 0 to 9"),
        ("5.", "INVALID_NUMBER", "digits 0 to 9"),
        ("1 .5", "INVALID_NUMBER", "digits 0 to 9"),
        ("one", "INVALID_NUMBER", "digits 0 to 9"),
        ("1e5", "INVALID_NUMBER", "exponent"),
        ("1E-5", "INVALID_NUMBER", "exponent"),
        ("1,000", "INVALID_NUMBER", "thousands"),
        ("1,000,000.50", "INVALID_NUMBER", "thousands"),
        ("1 000", "INVALID_NUMBER", "thousands"),
        ("1\u202f000", "INVALID_NUMBER", "thousands"),
        ("91,5", "INVALID_NUMBER", "point before the decimals"),
        ("91.5 %", "INVALID_NUMBER", "percent sign"),
        ("1.505", "TOO_FINE", "the 2 that are kept"),
        ("100", "OUT_OF_RANGE", "from 0 to 99.99"),
        ("-0.01", "OUT_OF_RANGE", "from 0 to 99.99"),
        ("9" * 400, "INVALID_NUMBER", "digits 0 to 9"),
    ],
)
def test_what_is_no_number_is_named(text: str, code: str, words: str) -> None:
    with pytest.raises(BadValueError) as refused:
        credits(text)

    assert refused.value.code == code
    assert words in refused.value.message


@pytest.mark.parametrize(("text", "number"), [("28", 28), ("0", 0), ("28.0", 28), ("028", 28)])
def test_a_whole_number_is_read(text: str, number: int) -> None:
    assert seats(text) == number
    assert type(seats(text)) is int


@pytest.mark.parametrize(
    ("text", "code"),
    [("28.5", "INVALID_NUMBER"), ("-1", "OUT_OF_RANGE"), ("100001", "OUT_OF_RANGE"),
     ("2_8", "INVALID_NUMBER"), ("٢٨", "INVALID_NUMBER")],
)  # fmt: skip
def test_what_is_no_whole_number_is_named(text: str, code: str) -> None:
    with pytest.raises(BadValueError) as refused:
        seats(text)

    assert refused.value.code == code
