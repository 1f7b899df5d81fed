"""Pages of the reference: sorted, cut and counted in plain Python, over every row."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from graphql import GraphQLError
from sqlalchemy import inspect

from graphql_api.planner.bindings import Connection, Model

DEFAULT_SIZE = 25  # rows
LARGEST_SIZE = 100  # rows
COUNTED = 10_000  # rows

# A model's table, and the attributes with whether each is sorted downwards.
Order = tuple[str, tuple[tuple[str, bool], ...]]


class MistakeError(GraphQLError):
    """An argument that no list could satisfy."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "BAD_USER_INPUT"})


class Place(str):
    """What stands in the reference's answer for a cursor: where in which order it is."""

    __slots__ = ("order", "values")

    def __new__(cls, order: Order, row: Any) -> "Place":
        place = super().__new__(cls, "cursor")
        place.order = order
        place.values = [getattr(row, name) for name, _ in order[1]]
        return place


@dataclass
class Cursors:
    """What the planner's cursors mean, learned from its answers and not from its code."""

    _orders: dict[str, Order] = field(default_factory=dict)  # by tag

    def means(self, cursor: Any, place: Place) -> bool:
        """Return whether a cursor names a place; from then on its tag is of that order."""
        tag, *values = json.loads(base64.b64decode(cursor, validate=True))
        known = {order: tag for tag, order in self._orders.items()}
        if self._orders.setdefault(tag, place.order) != place.order:
            return False
        return known.get(place.order, tag) == tag and place.values == [
            _as(value, type(wanted)) for value, wanted in zip(values, place.values, strict=True)
        ]

    def values(self, cursor: str, order: Order, model: Model) -> list[Any]:
        """Return the values at a cursor's place in an order.

        Raises:
            MistakeError: it is no cursor, or one of another list.
        """
        try:
            tag, *values = json.loads(base64.b64decode(cursor, validate=True))
        except (ValueError, TypeError):
            raise MistakeError("It is damaged.") from None
        if not isinstance(tag, str) or self._orders.get(tag) != order:
            raise MistakeError("It is of another list.")
        types = [getattr(model, name).type.python_type for name, _ in order[1]]
        return [_as(value, type_) for value, type_ in zip(values, types, strict=True)]


def _as(value: Any, type_: Any) -> Any:
    if type_ in (date, datetime):
        return type_.fromisoformat(value)
    return Decimal(str(value)) if type_ is Decimal else value


def order_of(model: Model, binding: Connection, asked: list[Mapping[str, Any]] | None) -> Order:
    """Return the order of a list: the asked keys or its own, then the id, the last key's way."""
    keys = [(item["field"].value, item["direction"].value == "desc") for item in asked or ()]
    if not keys:
        default = binding.default_order
        keys = [(name, default.descending) for name in default.columns]
    (key,) = inspect(model).primary_key
    keys.append((key.key, keys[-1][1]))
    effective: dict[str, bool] = {}
    for name, downwards in keys:  # a key that comes again finds no tie to settle
        effective.setdefault(name, downwards)
    return model.__tablename__, tuple(effective.items())


def refuse_mistakes(
    model: Model, binding: Connection, arguments: Mapping[str, Any], cursors: Cursors
) -> None:
    """Raise what is wrong with a page's arguments, whether or not it has rows."""
    given = {name for name, value in arguments.items() if value is not None}
    for pair in ({"first", "last"}, {"first", "before"}, {"last", "after"}):
        if pair <= given:
            raise MistakeError(f"{pair} contradict each other.")
    if "before" in given and "last" not in given:
        raise MistakeError("before without last.")
    for name in given & {"first", "last"}:
        if not 1 <= arguments[name] <= LARGEST_SIZE:
            raise MistakeError(f"{name} is out of range.")
    order = order_of(model, binding, arguments.get("orderBy"))
    for name in given & {"after", "before"}:
        cursors.values(arguments[name], order, model)


def page(
    rows: list[Any],
    model: Model,
    binding: Connection,
    arguments: Mapping[str, Any],
    cursors: Cursors,
) -> dict[str, Any]:
    """Return one page of the rows of a list."""
    order = order_of(model, binding, arguments.get("orderBy"))
    listed = list(rows)
    for name, downwards in reversed(order[1]):
        listed.sort(key=lambda row: getattr(row, name), reverse=downwards)
    backward = arguments.get("last") is not None
    size = arguments.get("last" if backward else "first") or DEFAULT_SIZE
    cursor = arguments.get("before" if backward else "after")
    rest = listed
    if cursor is not None:
        values = cursors.values(cursor, order, model)
        side = -1 if backward else 1
        rest = [row for row in listed if _side(row, order, values) == side]
    shown = rest[-size:] if backward else rest[:size]
    more, opposite = len(rest) > size, cursor is not None
    places = [Place(order, row) for row in shown]
    return {
        "nodes": shown,
        "edges": [{"cursor": p, "node": row} for p, row in zip(places, shown, strict=True)],
        "pageInfo": {
            "hasNextPage": opposite if backward else more,
            "hasPreviousPage": more if backward else opposite,
            "startCursor": places[0] if places else None,
            "endCursor": places[-1] if places else None,
        },
        "totalCount": {"value": min(len(rows), COUNTED), "exact": len(rows) <= COUNTED},
    }


def _side(row: Any, order: Order, values: list[Any]) -> int:
    """Return 1 for a row behind a place, -1 for one before it, 0 for the row of the place."""
    for (name, downwards), value in zip(order[1], values, strict=True):
        held = getattr(row, name)
        if held != value:
            return 1 if (held > value) != downwards else -1
    return 0
