"""Pages: a connection's arguments → which rows, in what order, from where on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from graphql_api.planner.arguments import Given, Source
from graphql_api.planner.bindings import Connection, Model
from graphql_api.planner.column_types import wide
from graphql_api.planner.cursors import order_tag, read_cursor
from graphql_api.planner.errors import BadArgumentError
from graphql_api.planner.plan import Keyset, OrderBy
from graphql_api.planner.plan_conditions import Parameter

DEFAULT_SIZE = 25  # rows
LARGEST_SIZE = 100  # rows


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that a page shows."""

    order: tuple[OrderBy, ...]
    tag: str
    size: int
    start: Keyset | None
    backward: bool


def window(model: Model, binding: Connection, given: Mapping[str, Given]) -> Window:
    """Return what `first`, `after`, `last`, `before` and `orderBy` ask.

    Raises:
        BadArgumentError: the arguments contradict each other or a size is out of range.
    """
    order = _order(model, binding, given.get("orderBy"))
    tag = order_tag(model.__tablename__, [(o.column, o.descending) for o in order])
    backward = _value(given, "last") is not None
    _refuse_contradictions(given)
    size = _size("last" if backward else "first", given)
    cursor = given.get("before" if backward else "after")
    start = None
    if cursor is not None and cursor.value is not None:
        start = _keyset(model, order, tag, cursor.source)
    return Window(order, tag, size, start, backward)


def _order(model: Model, binding: Connection, given: Given | None) -> tuple[OrderBy, ...]:
    if given is None or not given.items:
        default = binding.default_order
        asked = [OrderBy(column, default.descending) for column in default.columns]
    else:
        asked = [_asked(item) for item in given.items]
    keys = [column.key for column in inspect(model).primary_key]
    last_descending = asked[-1].descending if asked else False
    asked += [OrderBy(key, last_descending) for key in keys if key is not None]
    effective: dict[str, OrderBy] = {}
    for order in asked:  # a column that comes again has no tie left to settle
        effective.setdefault(order.column, order)
    return tuple(effective.values())


def _asked(item: Given) -> OrderBy:
    value = item.value
    return OrderBy(value["field"].value, value["direction"].value == "desc")


def _refuse_contradictions(given: Mapping[str, Given]) -> None:
    for one, other in (("first", "last"), ("first", "before"), ("last", "after")):
        if _explicit(given, one) and _explicit(given, other):
            raise BadArgumentError(
                f"`{one}` and `{other}` cannot be combined:"
                " page forward with first and after, backward with last and before."
            )
    if _value(given, "before") is not None and _value(given, "last") is None:
        raise BadArgumentError("`before` needs `last`.")


def _explicit(given: Mapping[str, Given], name: str) -> bool:
    return _value(given, name) is not None


def _value(given: Mapping[str, Given], name: str) -> Any:
    return given[name].value if name in given else None


def _size(name: str, given: Mapping[str, Given]) -> int:
    size = _value(given, name)
    if size is None:
        return DEFAULT_SIZE
    if not 1 <= size <= LARGEST_SIZE:
        raise BadArgumentError(f"`{name}` must be from 1 to {LARGEST_SIZE}.")
    return int(size)


def _keyset(model: Model, order: tuple[OrderBy, ...], tag: str, source: Source) -> Keyset:
    types = [wide(getattr(model, o.column).type) for o in order]

    def value(i: int) -> Callable[[Any], Any]:
        return lambda text: read_cursor(text, tag, types)[i]

    return Keyset(tuple(Parameter(source, value(i), type_) for i, type_ in enumerate(types)))
