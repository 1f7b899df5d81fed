"""Conditions of the reference: filters, row by row, in plain Python.

A comparison with a missing value is not a match, so its negation is one. `eq: null` asks for
rows without a value; null for any other operator is the client's mistake.
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type

from graphql_api.planner.bindings import (
    Combine,
    FilterOn,
    FilterRelated,
    Operator,
    Quantifier,
    binding_of,
)
from tests.graphql_api.reference_pages import MistakeError
from tests.graphql_api.reference_records import evaluate

Where = Mapping[str, Any]


def refuse_mistakes(type_: GraphQLInputObjectType, where: Where) -> None:
    """Raise what is wrong with a filter, whether or not there is a row to try it on."""
    for name, asked in where.items():
        binding = binding_of(type_.fields[name])
        if asked is None:
            continue
        if isinstance(binding, FilterRelated):
            for inner_type, inner in _of_related(type_, name, binding, asked):
                refuse_mistakes(inner_type, inner)
        elif isinstance(binding, FilterOn):
            operators = get_named_type(type_.fields[name].type).fields
            for operator, value in asked.items():
                if value is None and binding_of(operators[operator]) is not Operator.EQUAL:
                    raise MistakeError(f"{name}.{operator} is null.")
        else:
            for inner in [asked] if binding is Combine.NOT else asked:
                refuse_mistakes(type_, inner)


def matches(type_: GraphQLInputObjectType, where: Where, row: Any) -> bool:
    """Return whether a row is one of those that a filter asks for."""
    return all(
        _member_matches(type_, name, asked, row)
        for name, asked in where.items()
        if asked is not None
    )


def _member_matches(type_: GraphQLInputObjectType, name: str, asked: Any, row: Any) -> bool:
    binding = binding_of(type_.fields[name])
    match binding:
        case Combine.AND:
            return all(matches(type_, inner, row) for inner in asked)
        case Combine.OR:
            return any(matches(type_, inner, row) for inner in asked)
        case Combine.NOT:
            return not matches(type_, asked, row)
        case FilterRelated(relationship):
            return _related_match(get_named_type(type_.fields[name].type), relationship, asked, row)
    operators = get_named_type(type_.fields[name].type).fields
    held = evaluate(binding.expression, row)
    return all(
        _holds(binding_of(operators[operator]), binding, held, value)
        for operator, value in asked.items()
    )


def _of_related(
    type_: GraphQLInputObjectType, name: str, binding: FilterRelated, asked: Where
) -> list[tuple[Any, Where]]:
    inner_type: Any = get_named_type(type_.fields[name].type)
    if not binding.relationship.property.uselist:
        return [(inner_type, asked)]
    return [
        (get_named_type(inner_type.fields[how].type), inner)
        for how, inner in asked.items()
        if inner is not None
    ]


def _related_match(type_: Any, relationship: Any, asked: Where, row: Any) -> bool:
    rows = getattr(row, relationship.key)
    if not relationship.property.uselist:
        return rows is not None and matches(type_, asked, rows)
    for how, inner in asked.items():
        inner_type = get_named_type(type_.fields[how].type)
        if inner is not None and any(matches(inner_type, inner, each) for each in rows) != (
            binding_of(type_.fields[how]) is Quantifier.SOME
        ):
            return False
    return True


def _holds(operator: Operator, on: FilterOn, held: Any, value: Any) -> bool:
    if value is None:
        return held is None
    if operator is Operator.IN:
        return held is not None and held in [on.convert(item) for item in value]
    asked = on.convert(value)
    if held is None or asked is None:
        return False
    match operator:
        case Operator.EQUAL:
            return held == asked
        case Operator.STARTS_WITH:
            return held.startswith(asked)
        case Operator.LESS:
            return held < asked
        case Operator.AT_MOST:
            return held <= asked
        case Operator.MORE:
            return held > asked
        case Operator.AT_LEAST:
            return held >= asked
