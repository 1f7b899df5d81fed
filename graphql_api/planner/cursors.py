"""Cursors: where a page begins, as opaque text that only its own order accepts."""

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.types import TypeEngine

from graphql_api.planner.errors import BadArgumentError

_DAMAGED = (
    "This cursor does not belong to this list and its order."
    " Use an endCursor or startCursor of the same field with the same orderBy."
)
_LARGEST = 2**63 - 1  # of any column


def order_tag(table: str, columns: Sequence[tuple[str, bool]]) -> str:
    """Return a short name for an order; equal orders of a table have equal names."""
    return f"{zlib.crc32(repr((table, tuple(columns))).encode()):08x}"


def read_cursor(text: str, tag: str, types: Sequence[TypeEngine[Any]]) -> list[Any]:
    """Return a cursor's sort values, one a column.

    Raises:
        BadArgumentError: it is damaged, or belongs to another list or order.
    """
    try:
        found, *values = json.loads(base64.b64decode(text, validate=True))
        if found != tag or len(values) != len(types):
            raise BadArgumentError(_DAMAGED)
        return [_value(value, type_) for value, type_ in zip(values, types, strict=True)]
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        raise BadArgumentError(_DAMAGED) from None


def _value(value: Any, type_: TypeEngine[Any]) -> Any:
    wanted = type_.python_type
    if wanted is int:
        return _number(value, int)
    if wanted is Decimal:
        return Decimal(str(_number(value, int | float)))
    text = _text(value)
    if wanted is datetime:
        return datetime.fromisoformat(text).astimezone(UTC)
    return date.fromisoformat(text) if wanted is date else text


def _number(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError
    if not abs(value) <= _LARGEST:  # nor NaN, which is not JSON but which Python reads
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError
    value.encode()  # half of a surrogate pair is no text
    return value
