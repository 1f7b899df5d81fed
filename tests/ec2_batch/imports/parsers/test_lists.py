"""Lists in cells, and the years that they list."""

import pytest

from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.parsers.grade_levels import grade_level_of
from ec2_batch.imports.parsers.lists import MOST, list_of
from ec2_batch.imports.parsers.numbers import whole_number
from ec2_batch.imports.parsers.school_years import school_year

items = list_of(str)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        (" a , b ", ["a", "b"]),
        ("b,a,b", ["b", "a"]),
        ("a,,b,", ["a", "b"]),
        (",", []),
        ("a b,c", ["a b", "c"]),
    ],
)
def test_a_list_is_cut_at_commas(text: str, listed: list[str]) -> None:
    assert items(text) == listed


def test_the_first_wrong_value_of_a_list_is_named() -> None:
    with pytest.raises(BadValueError, match="“x” is not a number"):
        list_of(whole_number(0, 9))("1,x,y")


def test_a_list_is_not_endless() -> None:
    with pytest.raises(BadValueError, match="at most 100 values"):
        items(",".join(map(str, range(MOST + 1))))


@pytest.mark.parametrize(
    ("text", "year"),
    [("2027", 2027), ("2026-2027", 2027), ("2026/27", 2027), ("2026-27", 2027),
     ("2026 – 2027", 2027),
     ("SY 2026-27", 2027), ("1999-00", 2000), ("1999-2000", 2000)],
)  # fmt: skip
def test_a_school_year_is_the_one_it_ends_in(text: str, year: int) -> None:
    assert school_year(text) == year


@pytest.mark.parametrize(
    "text",
    ["26-27", "2026-2028", "2027-2026", "2026-28", "٢٠٢٧", "20270", "1492", "next", "2027.0"],
)
def test_what_is_no_school_year_is_named(text: str) -> None:
    with pytest.raises(BadValueError, match="is not a school year") as refused:
        school_year(text)

    assert refused.value.code == "INVALID_SCHOOL_YEAR"


@pytest.mark.parametrize(
    ("text", "level"),
    [("KG", 0), ("kg", 0), ("K", 0), ("01", 1), ("9", 9), ("09", 9), ("12", 12), ("13", 13),
     ("PK", None), ("UG", None), ("Other", None), ("PK,KG", 0), ("09,9", 9)],
)  # fmt: skip
def test_a_listed_year_of_schooling_is_read(text: str, level: int | None) -> None:
    assert grade_level_of(text) == level


@pytest.mark.parametrize(
    ("text", "words"),
    [("09,10", "lists several years"), ("14", "is not one of IT"), ("99", "is not one of"),
     ("٩", "is not one of"), ("Othr", "Did you mean “Other”?")],
)  # fmt: skip
def test_what_is_no_year_of_schooling_is_named(text: str, words: str) -> None:
    with pytest.raises(BadValueError) as refused:
        grade_level_of(text)

    assert refused.value.code == "INVALID_GRADE_LEVEL"
    assert words in refused.value.message
