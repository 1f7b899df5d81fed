"""Dates as people write them: the order of day, month and year, found once for a whole column."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ec2_batch.imports.issue import BadValueError, shown

MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"  # what databases add to a day
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d\d?)\2(\d\d?){MIDNIGHT}", re.ASCII)
YEAR_LAST = re.compile(rf"(\d\d?)([-/.])(\d\d?)\2(\d{{4}}){MIDNIGHT}", re.ASCII)


class DateOrder(StrEnum):
    """In which order the dates of a column are written; year first can be read in one way only."""

    YEAR_MONTH_DAY = "YYYY-MM-DD"
    DAY_MONTH_YEAR = "DD/MM/YYYY"
    MONTH_DAY_YEAR = "MM/DD/YYYY"


def is_date(text: str) -> bool:
    """Say whether a text has the shape of a date."""
    return bool(YEAR_FIRST.fullmatch(text) or YEAR_LAST.fullmatch(text))


def date_order(values: Iterable[str]) -> DateOrder | None:
    """Return the order in which a column's dates are written.

    None means that none of them settles it, or that two of them say different things.
    """
    year_last = [match for value in values if (match := YEAR_LAST.fullmatch(value.strip()))]
    days_first = any(int(match[1]) > 12 >= int(match[3]) for match in year_last)
    months_first = any(int(match[3]) > 12 >= int(match[1]) for match in year_last)
    if not year_last:
        return DateOrder.YEAR_MONTH_DAY
    if days_first == months_first:
        return None
    return DateOrder.DAY_MONTH_YEAR if days_first else DateOrder.MONTH_DAY_YEAR


def read_date(text: str, order: DateOrder) -> date:
    """Return the day that a text of this order means; a year that comes first is always read so.

    Raises:
        BadValueError: it is not a date, or not one of this order.
    """
    year_first, year_last = YEAR_FIRST.fullmatch(text), YEAR_LAST.fullmatch(text)
    if year_first:
        year, month, day = year_first[1], year_first[3], year_first[4]
    elif year_last and order is DateOrder.DAY_MONTH_YEAR:
        day, month, year = year_last[1], year_last[3], year_last[4]
    elif year_last and order is DateOrder.MONTH_DAY_YEAR:
        month, day, year = year_last[1], year_last[3], year_last[4]
    else:
        raise BadValueError(
            "INVALID_DATE", f"“{shown(text)}” is not a date: write it as {order.value}."
        )
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadValueError(
            "INVALID_DATE", f"“{text}”, read as {order.value}, is not a day of the calendar."
        ) from None
