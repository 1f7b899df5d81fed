"""Pages: random arguments of a connection, whose cursors are taken from real pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField, GraphQLInt, GraphQLNonNull, GraphQLString, get_named_type

from tests.graphql_api.random_arguments import About, Inputs
from tests.graphql_api.random_values import damaged, literal
from tests.graphql_api.reference_pages import DEFAULT_SIZE

# A field and its `orderBy` as written → cursors of its rows.
FindCursors = Callable[[GraphQLField, str], list[str]]


@dataclass(frozen=True)
class PageArguments:
    """What is written, and how many rows the page can hold."""

    written: tuple[str, ...]
    rows: int


def page_arguments(
    inputs: Inputs, field: GraphQLField, room: int, find_cursors: FindCursors
) -> PageArguments:
    """Return arguments for a page of at most `room` rows; a few of them contradict each other."""
    choose = inputs.choose
    written: list[str] = []
    order = _order(inputs, field)
    if order:
        written.append(f"orderBy: {order}")
    if "where" in field.args and choose.chance(45):
        written.append(f"where: {inputs.position(field.args['where'].type, About())}")
    backward = choose.chance(30)
    rows = DEFAULT_SIZE
    if backward or room < DEFAULT_SIZE or choose.chance(80):
        rows = choose.pick((min(room, 2), 1, min(room, 3), min(room, 100)))
        written.append(f"{'last' if backward else 'first'}: {_size(inputs, rows, room, backward)}")
        rows = max(rows, DEFAULT_SIZE if "$" in written[-1] and room >= DEFAULT_SIZE else 0)
    if choose.chance(40):
        known = [] if "$" in order else find_cursors(field, order)
        if known or choose.chance(10):
            written.append(f"{'before' if backward else 'after'}: {_cursor(inputs, known)}")
    if choose.chance(2):
        name = choose.pick(("first", "last", "before", "after"))
        if not any(argument.startswith(f"{name}:") for argument in written):
            size = choose.pick(("0", "-1", "101", "null"))
            written.append(f"{name}: {size if name in ('first', 'last') else _cursor(inputs, [])}")
            rows = max(rows, 101)
    return PageArguments(tuple(written), rows)


def _order(inputs: Inputs, field: GraphQLField) -> str:
    choose = inputs.choose
    if "orderBy" not in field.args or choose.chance(40):
        return ""
    type_ = field.args["orderBy"].type
    fields = list(get_named_type(get_named_type(type_).fields["field"].type).values)

    def keys() -> list[dict[str, Any]]:
        return [
            {"field": choose.pick(fields)}
            | choose.pick(({}, {"direction": "ASC"}, {"direction": "DESC"}))
            for _ in range(choose.size(0, 3))
        ]

    if choose.chance(15):
        return inputs.variable(type_, keys, 10)
    if choose.chance(15):
        return inputs.position(type_, About())
    return inputs.written(keys(), type_)


def _size(inputs: Inputs, rows: int, room: int, backward: bool) -> str:
    choose = inputs.choose
    if choose.chance(65):
        return str(rows)
    # Left out or null it is the default size, for which there must be room.
    optional = room >= DEFAULT_SIZE and not backward
    type_: Any = GraphQLInt if optional else GraphQLNonNull(GraphQLInt)
    return inputs.variable(type_, lambda: choose.size(1, rows), 10)


def _cursor(inputs: Inputs, known: list[str]) -> str:
    choose = inputs.choose

    def cursor() -> str:
        if not known or choose.chance(2):
            return damaged(choose, choose.pick(known) if known else "")
        return choose.pick(known)

    if choose.chance(40):
        return inputs.variable(GraphQLString, cursor, 10)
    return literal(cursor())
