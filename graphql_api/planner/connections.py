"""Connections: what is asked of a page besides its rows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graphql import GraphQLField, GraphQLObjectType, SelectionSetNode, get_named_type

from graphql_api.planner.plan import (
    Cursor,
    EdgeNode,
    EdgePart,
    Edges,
    Nodes,
    PageInfo,
    PagePart,
    Text,
    TotalCount,
)
from graphql_api.planner.selection import SelectedField

if TYPE_CHECKING:
    from graphql_api.planner.build import Builder


def page_parts(
    builder: "Builder",
    connection: GraphQLObjectType,
    node: GraphQLObjectType,
    selections: Iterable[SelectionSetNode],
) -> tuple[PagePart, ...]:
    """Return the plan of a connection's own fields, in the answer's order."""
    return tuple(
        _part(builder, connection, node, selected)
        for selected in builder.selector.fields(connection, selections)
    )


def _part(
    builder: "Builder",
    connection: GraphQLObjectType,
    node: GraphQLObjectType,
    selected: SelectedField,
) -> PagePart:
    match selected.name:
        case "__typename":
            return Text(selected.key, f'"{connection.name}"')
        case "nodes":
            return Nodes(selected.key, builder.fields(node, selected.selections))
        case "edges":
            return _edges(builder, connection.fields["edges"], node, selected)
        case "pageInfo":
            return PageInfo(selected.key, _names(builder, connection, selected))
        case _:
            return TotalCount(selected.key, _names(builder, connection, selected))


def _edges(
    builder: "Builder", field: GraphQLField, node: GraphQLObjectType, selected: SelectedField
) -> Edges:
    edge = get_named_type(field.type)
    assert isinstance(edge, GraphQLObjectType)
    parts: list[EdgePart] = []
    for part in builder.selector.fields(edge, selected.selections):
        match part.name:
            case "__typename":
                parts.append(Text(part.key, f'"{edge.name}"'))
            case "cursor":
                parts.append(Cursor(part.key))
            case _:
                parts.append(EdgeNode(part.key, builder.fields(node, part.selections)))
    return Edges(selected.key, tuple(parts))


def _names(
    builder: "Builder", connection: GraphQLObjectType, selected: SelectedField
) -> tuple[tuple[str, str], ...]:
    type_ = get_named_type(connection.fields[selected.name].type)
    assert isinstance(type_, GraphQLObjectType)
    fields = builder.selector.fields(type_, selected.selections)
    return tuple((f.key, f.name) for f in fields)
