"""Dates: a column is read in one order, or in none."""

from datetime import date

import pytest

from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.parsers.dates import DateOrder, date_order, read_date

YMD, DMY, MDY = DateOrder


@pytest.mark.parametrize(
    ("values", "order"),
    [
        ([], YMD),
        (["", "soon", "1/2/10"], YMD),
        (["2010-04-03", "2010/4/3"], YMD),
        (["3/4/2010", "13/4/2010"], DMY),
        (["3.4.2010", " 13.04.2010 "], DMY),
        (["3/4/2010", "4/13/2010"], MDY),
        (["04-13-2010 00:00:00", "2010-01-01"], MDY),
        (["3/4/2010"], None),
        (["13/4/2010", "4/13/2010"], None),
        (["3/4/2010", "31/31/2010"], None),
        (["٣/٤/٢٠١٠"], YMD),
    ],
)
def test_one_date_settles_the_order_of_all(values: list[str], order: DateOrder | None) -> None:
    assert date_order(values) is order


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2010-04-03", YMD, date(2010, 4, 3)),
        ("2010-04-03", MDY, date(2010, 4, 3)),
        ("2010-04-03T00:00:00.000Z", YMD, date(2010, 4, 3)),
        ("3/4/2010", DMY, date(2010, 4, 3)),
        ("3.4.2010", DMY, date(2010, 4, 3)),
        ("3/4/2010", MDY, date(2010, 3, 4)),
        ("03-04-2010 00:00", MDY, date(2010, 3, 4)),
    ],
)
def test_a_date_is_read_in_its_columns_order(text: str, order: DateOrder, day: date) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "words"),
    [
        ("3/4/2010", YMD, "write it as YYYY-MM-DD"),
        ("13/4/2010", MDY, "read as MM/DD/YYYY, is not a day"),
        ("29/2/2011", DMY, "read as DD/MM/YYYY, is not a day"),
        ("3/4/10", DMY, "write it as DD/MM/YYYY"),
        ("3/4.2010", DMY, "write it as DD/MM/YYYY"),
        ("2010-04-03T12:30:00", YMD, "write it as YYYY-MM-DD"),
        ("٢٠١٠-٠٤-٠٣", YMD, "write it as YYYY-MM-DD"),
        ("0000-01-01", YMD, "is not a day"),
    ],
)
def test_what_is_no_date_of_the_order_is_refused(text: str, order: DateOrder, words: str) -> None:
    with pytest.raises(BadValueError) as refused:
        read_date(text, order)

    assert refused.value.code == "INVALID_DATE"
    assert words in refused.value.message
