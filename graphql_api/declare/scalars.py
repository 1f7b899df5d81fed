"""Scalars: texts and numbers with a meaning of their own.

Values come from the planner as the text that clients see, so serializing
leaves a text as it is.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NewType

from strawberry import scalar
from strawberry.types.scalar import ScalarDefinition

EmailAddress = NewType("EmailAddress", str)
URL = NewType("URL", str)

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]+\.[^@\s.\x00-\x1f\x7f]+")
_LARGEST_EXPONENT = 100  # of ten; far beyond any column, far below what the database refuses
_LONGEST_EMAIL = 254  # characters; Source: RFC 5321, 4.5.3.1.3


def _email(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_EMAIL or not _EMAIL.fullmatch(value):
        raise ValueError("An e-mail address looks like name@school.example.")
    return value


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("A date looks like 2026-09-01.") from None


def _instant(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("A moment looks like 2026-09-01T08:00:00Z.") from None
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone, such as the Z in 2026-09-01T08:00:00Z.")
    return moment


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, str | int) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or _is_extreme(number):
        raise ValueError('A decimal is written as text, such as "3.50".')
    return number


def _is_extreme(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return abs(number.adjusted()) > _LARGEST_EXPONENT or int(exponent) < -_LARGEST_EXPONENT


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _scalar(name: str, description: str, parse: Any) -> ScalarDefinition:
    return scalar(name=name, description=description, serialize=_shown, parse_value=parse)


SCALARS: dict[Any, ScalarDefinition] = {
    EmailAddress: _scalar("EmailAddress", "An e-mail address.", _email),
    URL: _scalar("URL", "The address of something to download or open.", str),
    date: _scalar("Date", "A day, as 2026-09-01.", _date),
    datetime: _scalar("DateTime", "A moment at UTC, as 2026-09-01T08:00:00.000000Z.", _instant),
    Decimal: _scalar("Decimal", 'An exact decimal number as text, as "3.50".', _decimal),
}
