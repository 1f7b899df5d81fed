"""Values that follow from who asks, as JSON text."""

import json
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from graphql import GraphQLNamedType, GraphQLObjectType, SelectionSetNode, get_named_type

from graphql_api.planner.selection import SelectedField, Selector
from schema.access.caller import Caller

Pick = Callable[[Any], Any]  # of a value, what was selected of it, ready for JSON


def json_for(value: Callable[[Caller], Any], pick: Pick) -> Callable[[Caller], str]:
    """Return a function that writes what was selected of a caller's `value` as JSON."""
    return lambda caller: json.dumps(pick(value(caller)), separators=(",", ":"), ensure_ascii=False)


def picked(
    selector: Selector, type_: GraphQLNamedType, selections: Iterable[SelectionSetNode]
) -> Pick:
    """Return what picks the selected fields out of plain objects of a type, or lists of them."""
    if not isinstance(type_, GraphQLObjectType):
        return _leaf
    members = [(s.key, _member(selector, type_, s)) for s in selector.fields(type_, selections)]

    def pick(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [pick(item) for item in value]
        return None if value is None else {key: member(value) for key, member in members}

    return pick


def _member(selector: Selector, type_: GraphQLObjectType, selected: SelectedField) -> Pick:
    if selected.name == "__typename":
        return lambda _: type_.name
    field = type_.fields[selected.name]
    attribute: str = field.extensions["strawberry-definition"].python_name
    inner = picked(selector, get_named_type(field.type), selected.selections)
    return lambda value: inner(getattr(value, attribute))


def _leaf(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_leaf(item) for item in value]
    return value.name if isinstance(value, Enum) else value
