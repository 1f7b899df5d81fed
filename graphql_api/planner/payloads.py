"""Payloads: what a mutation returned → the text of its field, by one statement.

Most payloads hold rows, and lists that are empty when all is well. What holds anything else is
left to graphql-core, which is given the same payload.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from graphql_api.planner.arguments import FromVariable
from graphql_api.planner.bindings import model_of
from graphql_api.planner.build import Builder
from graphql_api.planner.errors import NotPlannableError
from graphql_api.planner.known import Known, known_answer
from graphql_api.planner.plan import Operation, Root, Text
from graphql_api.planner.resolve import ROW, RowRef
from graphql_api.planner.selection import SelectedField
from graphql_api.planner.sql import Statement, statement


@dataclass(frozen=True, slots=True)
class PayloadPlan:
    """How a payload is written: a statement, unless all of it is known."""

    answer: Statement | Known
    rows: Mapping[str, str]  # the variable that holds their keys → the attribute that holds them
    empty: tuple[str, ...]  # attributes that hold no item, or graphql-core shows them

    def variables(self, payload: Any) -> dict[str, Any] | None:
        """Return the keys of a payload's rows; None if it holds what is not planned."""
        if any(getattr(payload, name) for name in self.empty):
            return None
        return {variable: _keys(getattr(payload, name)) for variable, name in self.rows.items()}


def payload_plan(builder: Builder, field: GraphQLField, selected: SelectedField) -> PayloadPlan:
    """Return the plan of what a mutation's field answers.

    Raises:
        NotPlannableError: a part of it is made by Python.
        BadArgumentError: an argument asks for the impossible.
    """
    type_ = get_named_type(field.type)
    assert isinstance(type_, GraphQLObjectType)
    rows: dict[str, str] = {}
    empty: list[str] = []
    operation = Operation(tuple(_members(builder, type_, selected, rows, empty)), strict=True)
    return PayloadPlan(known_answer(operation) or statement(operation), rows, tuple(empty))


def _members(
    builder: Builder,
    type_: GraphQLObjectType,
    selected: SelectedField,
    rows: dict[str, str],
    empty: list[str],
) -> Iterable[Root]:
    for member in builder.selector.fields(type_, selected.selections):
        if member.name == "__typename":
            yield Text(member.key, f'"{type_.name}"')
            continue
        field = type_.fields[member.name]
        definition = field.extensions["strawberry-definition"]
        if definition.base_resolver is not None:
            raise NotPlannableError
        shown = get_named_type(field.type)
        if isinstance(shown, GraphQLObjectType) and model_of(shown) is not None:
            variable = f"{ROW} {member.key}"
            rows[variable] = definition.python_name
            yield _rows(builder, field, shown, member, FromVariable(variable))
        elif is_list_type(get_nullable_type(field.type)):
            empty.append(definition.python_name)
            yield Text(member.key, "[]")
        else:
            raise NotPlannableError


def _rows(
    builder: Builder,
    field: GraphQLField,
    shown: GraphQLObjectType,
    member: SelectedField,
    keys: FromVariable,
) -> Root:
    type_ = get_nullable_type(field.type)
    if is_list_type(type_):
        return builder.rows(shown, member, keys, nullable=not is_non_null_type(type_.of_type))
    if is_non_null_type(field.type):
        raise NotPlannableError
    return builder.row_by_key(shown, member, keys)


def _keys(held: RowRef | list[RowRef] | None) -> int | list[int] | None:
    if isinstance(held, list):
        return [each.key for each in held]
    return None if held is None else held.key
