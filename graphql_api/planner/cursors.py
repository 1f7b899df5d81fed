"""Cursors: where a page begins, as opaque text that only its own order accepts."""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy.types import TypeEngine

from graphql_api.planner.errors import BadArgumentError

_DAMAGED = (
    "This cursor does not belong to this list and its order."
    " Use an endCursor or startCursor of the same field with the same orderBy."
)
_READERS: dict[type, Callable[[Any], Any]] = {
    date: lambda value: date.fromisoformat(_text(value)),
    datetime: lambda value: datetime.fromisoformat(_text(value)),
    Decimal: lambda value: Decimal(str(value)),
}


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
    except (ValueError, TypeError, RecursionError, binascii.Error, InvalidOperation):
        raise BadArgumentError(_DAMAGED) from None


def _value(value: Any, type_: TypeEngine[Any]) -> Any:
    wanted = type_.python_type
    if wanted in _READERS:
        return _READERS[wanted](value)
    if wanted is int and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError
    return value if wanted is int else _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError
    return value
