"""Arguments: what was given, and where each value comes from.

A plan is kept and used again with other values, so it must know not only what
an argument is now but from which variable to read it next time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
)
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal

from graphql_api.planner.errors import BadArgumentError

Variables = Mapping[str, Any]  # coerced


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the document or the schema."""

    value: Any


@dataclass(frozen=True, slots=True)
class FromVariable:
    """A value inside a variable, at the end of `steps`."""

    name: str
    steps: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list that the document writes out, of which some items may be variables."""

    items: tuple["Source", ...]


Source = Constant | FromVariable | ListOf


def fetch(source: Source, variables: Variables) -> Any:
    """Return the value that a source has in this request."""
    if isinstance(source, Constant):
        return source.value
    if isinstance(source, ListOf):
        return [fetch(item, variables) for item in source.items]
    value = variables[source.name]
    for step in source.steps:
        value = value[step]
    return value


@dataclass(frozen=True, slots=True)
class Given:
    """An argument's value, its source, and for inputs and lists its parts."""

    source: Source
    value: Any
    members: Mapping[str, "Given"] | None = None
    items: tuple["Given", ...] | None = None


def given_arguments(field: GraphQLField, node: FieldNode, variables: Variables) -> dict[str, Given]:
    """Return a field's arguments by name; those neither given nor defaulted are absent."""
    written = {argument.name.value: argument.value for argument in node.arguments or ()}
    return dict(_read_members(field.args, written, variables))


def _read_members(
    fields: Mapping[str, Any], written: Mapping[str, ValueNode], variables: Variables
) -> Iterator[tuple[str, Given]]:
    for name, field in fields.items():
        node = written.get(name)
        if isinstance(node, VariableNode) and node.name.value not in variables:
            node = None  # an absent variable counts as an absent argument
        given = _read(node, field.type, variables) if node else _default(field)
        if given is not None:
            yield name, given


def _default(field: GraphQLInputField) -> Given | None:
    value = coerce_default_value(field)
    return None if value is Undefined else _from_value(value, field.type, Constant(value))


def _read(node: ValueNode, type_: GraphQLInputType, variables: Variables) -> Given:
    if isinstance(type_, GraphQLNonNull):
        given = _read(node, type_.of_type, variables)
        if given.value is None:
            # A variable with a default may stand here, and still be sent as null.
            raise BadArgumentError("An argument that needs a value was given null.")
        return given
    if isinstance(node, VariableNode):
        name = node.name.value
        return _from_value(variables[name], type_, FromVariable(name))
    if isinstance(node, ListValueNode) and isinstance(type_, GraphQLList):
        items = tuple(_read(item, type_.of_type, variables) for item in node.values)
        return _list_of(items)
    if isinstance(node, ObjectValueNode) and isinstance(type_, GraphQLInputObjectType):
        written = {member.name.value: member.value for member in node.fields}
        members = dict(_read_members(type_.fields, written, variables))
        return Given(Constant(None), {k: m.value for k, m in members.items()}, members=members)
    if isinstance(type_, GraphQLList) and node.kind != "null_value":
        return _list_of((_read(node, type_.of_type, variables),))
    value = coerce_input_literal(node, type_)
    return Given(Constant(value), value)


def _list_of(items: tuple[Given, ...]) -> Given:
    source = ListOf(tuple(item.source for item in items))
    return Given(source, [item.value for item in items], items=items)


def _from_value(value: Any, type_: GraphQLInputType, source: Source) -> Given:
    if isinstance(type_, GraphQLNonNull):
        return _from_value(value, type_.of_type, source)
    if value is None:
        return Given(source, None)
    if isinstance(type_, GraphQLList):
        items = tuple(
            _from_value(item, type_.of_type, _step(source, i, item)) for i, item in enumerate(value)
        )
        return Given(source, value, items=items)
    if isinstance(type_, GraphQLInputObjectType):
        members = {
            name: _from_value(member, type_.fields[name].type, _step(source, name, member))
            for name, member in value.items()
        }
        return Given(source, value, members=members)
    return Given(source, value)


def _step(source: Source, step: str | int, value: Any) -> Source:
    if isinstance(source, FromVariable):
        return FromVariable(source.name, (*source.steps, step))
    return Constant(value)
