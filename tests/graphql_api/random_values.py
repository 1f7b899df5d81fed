"""Values: what really stands in the records, and what never could, to ask for."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from schema.models import Base

Option = TypeVar("Option")

ODD_TEXTS = (
    "",
    "%",
    "a%b_c",
    "it's",
    '"',
    "\\",
    "\\u0041",
    "Zoë",
    "İ",
    "ΝΙΚΟΣ",
    "😀",
    "{}",
    "$1",
    "\x01",
    "\n\t",
    "\u2028",
    "\U0010ffff",
    "null",
    "%(p1)s",
)
ODD_NUMBERS = (0, 1, -1, 9, 40_000, 2**31 - 1, -(2**31))
ODD_IDS = (
    "",
    "nope",
    "student_0",
    "student_01",
    "student_-1",
    "Student_1",
    "student_1\n",
    "student_9223372036854775807",
    "student_9223372036854775808",
    "student_" + "9" * 30,
    "org_1",
    "course_1",
    "section_1",
    "enrollment_1",
    "viewer_1",
    "node_1",
    "student_١",
)
ODD_DAYS = ("0001-01-01", "9999-12-31", "2026-08-24")
ODD_MOMENTS = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-14:00",
    "2026-09-01T08:00:00Z",
    "2026-09-01T08:00:00.000001+05:30",
)
ODD_CURSORS = ("", "!", "bm9wZQ==", "W10=", "WyJhYmMiXQ==", "bnVsbA==")


class Chooser:
    """Makes every choice; the first option is the simplest one, to which failures shrink."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw

    def size(self, low: int, high: int) -> int:
        return int(self._draw(_between(low, high)))

    def chance(self, percent: int) -> bool:
        return self.size(0, 99) >= 100 - percent

    def pick(self, options: Sequence[Option]) -> Option:
        return options[self.size(0, len(options) - 1)]

    def some(self, options: Sequence[Option], at_most: int) -> list[Option]:
        """Return some of the options, none twice, in any order."""
        left, taken = list(options), []
        for _ in range(self.size(0, min(at_most, len(left)))):
            taken.append(left.pop(self.size(0, len(left) - 1)))
        return taken


@cache
def _between(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


class Sample:
    """Values of columns, as they stand in the records."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._values: dict[str, list[Any]] = {}

    def values(self, expression: ColumnElement[Any]) -> list[Any]:
        """Return the known values of an expression over a table."""
        key = f"{getattr(expression, 'table', '')} {expression}"
        if key not in self._values:
            known = select(expression).where(expression.is_not(None)).distinct()
            self._values[key] = list(self._session.scalars(known.order_by(expression)))
        return self._values[key]

    def ids(self, table: str) -> list[str]:
        """Return the global ids of a table's rows."""
        return [f"{table}_{key}" for key in self.values(Base.metadata.tables[table].c.id)]


def text_near(choose: Chooser, known: Sequence[Any], begins: bool) -> str:
    """Return a text like those that are known: one of them, a part of one, or an odd one."""
    if not known or choose.chance(20):
        return choose.pick(ODD_TEXTS)
    value = str(choose.pick(known))
    if begins and choose.chance(15) and value > " ":
        return value[:-1] + chr(ord(value[-1]) - 1)  # after which `value` comes next
    if begins:
        value = value[: choose.size(0, min(4, len(value)))]
    return choose.pick((value, value.upper(), value.title()))


def number_near(choose: Chooser, known: Sequence[int]) -> int:
    """Return a number near those that are known, or an odd one."""
    if not known or choose.chance(20):
        return choose.pick(ODD_NUMBERS)
    return choose.pick(known) + choose.pick((0, 1, -1))


def day_near(choose: Chooser, known: Sequence[date]) -> str:
    if not known or choose.chance(20):
        return choose.pick(ODD_DAYS)
    return (choose.pick(known) + timedelta(days=choose.size(-1, 1))).isoformat()


def moment_near(choose: Chooser, known: Sequence[datetime]) -> str:
    """Return a moment near those that are known, written in some time zone."""
    if not known or choose.chance(20):
        return choose.pick(ODD_MOMENTS)
    zone = timezone(timedelta(minutes=choose.pick((0, 330, -720))))
    moved = choose.pick(known) + timedelta(microseconds=choose.size(-1, 1))
    return moved.astimezone(zone).isoformat()


def decimal_near(choose: Chooser, known: Sequence[Decimal]) -> str:
    return str(choose.pick(known)) if known else "0"


def id_near(choose: Chooser, known: Sequence[str]) -> Any:
    """Return an id of a known row, or of none."""
    if not known or choose.chance(20):
        return choose.pick((*ODD_IDS, 7))
    return choose.pick(known)


def damaged(choose: Chooser, cursor: str) -> str:
    """Return what is not quite a cursor."""
    if choose.chance(50):
        return choose.pick(ODD_CURSORS)
    return cursor[: choose.size(0, max(len(cursor) - 1, 0))]


def literal(value: Any, escaped: bool = True) -> str:
    """Return a plain value as a document writes it."""
    return json.dumps(value, ensure_ascii=escaped)
