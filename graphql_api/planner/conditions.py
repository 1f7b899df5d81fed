"""Conditions: filter and look-up inputs → comparisons with bound values."""

from collections.abc import Callable, Iterator
from typing import Any

from graphql import GraphQLInputField, GraphQLInputObjectType, get_named_type
from sqlalchemy import ARRAY

from graphql_api.planner.arguments import Given
from graphql_api.planner.bindings import (
    Combine,
    FilterOn,
    FilterRelated,
    Key,
    Keys,
    Operator,
    Quantifier,
    binding_of,
)
from graphql_api.planner.column_types import wide
from graphql_api.planner.errors import BadArgumentError
from graphql_api.planner.plan_conditions import (
    All,
    Any_,
    Compare,
    Condition,
    Exists,
    Holds,
    Not,
    Parameter,
)
from schema.access.withheld import as_shown

_LAST_CHARACTER = "\U0010ffff"


def filter_condition(type_: GraphQLInputObjectType, given: Given) -> Condition:
    """Return what a `where` input asks; an empty one asks for nothing."""
    return All(tuple(_members(type_, given)))


def look_up_condition(type_: GraphQLInputObjectType, given: Given) -> Condition:
    """Return the comparison with the one key that a @oneOf look-up gives."""
    keys = list((given.members or {}).items())
    if len(keys) != 1 or keys[0][1].value is None:
        # Validation has seen to it, but for variables that may be absent or null.
        raise BadArgumentError("A look-up needs exactly one key.")
    ((name, member),) = keys
    return _is_named(type_.fields[name], member)


def _is_named(field: GraphQLInputField, given: Given) -> Condition:
    key: Key | Keys = binding_of(field)
    if isinstance(key, Keys):
        type_ = get_named_type(field.type)
        assert isinstance(type_, GraphQLInputObjectType)
        members = (given.members or {}).items()
        return All(tuple(_is_named(type_.fields[name], member) for name, member in members))
    parameter = Parameter(given.source, key.convert, key.expression.type)
    return Compare(key.expression, Operator.EQUAL, parameter)


def _members(type_: GraphQLInputObjectType, given: Given) -> Iterator[Condition]:
    for name, member in (given.members or {}).items():
        if member.value is None:
            continue
        binding = binding_of(type_.fields[name])
        if isinstance(binding, FilterRelated):
            related = get_named_type(type_.fields[name].type)
            yield from _related(related, binding.relationship, member)
        elif isinstance(binding, FilterOn):
            operators = get_named_type(type_.fields[name].type)
            yield from _comparisons(operators, binding, member)
        elif binding is Combine.NOT:
            yield Not(filter_condition(type_, member))
        else:
            join: Callable[..., Condition] = All if binding is Combine.AND else Any_
            yield join(tuple(filter_condition(type_, item) for item in member.items or ()))


def _related(type_: GraphQLInputObjectType, relationship: Any, given: Given) -> Iterator[Condition]:
    if not relationship.property.uselist:
        yield Exists(relationship, filter_condition(type_, given))
        return
    for name, member in (given.members or {}).items():
        if member.value is not None:
            rows = get_named_type(type_.fields[name].type)
            assert isinstance(rows, GraphQLInputObjectType)
            exists = Exists(relationship, filter_condition(rows, member))
            none = binding_of(type_.fields[name]) is Quantifier.NONE
            yield Not(exists) if none else exists


def _comparisons(
    operators: GraphQLInputObjectType, on: FilterOn, given: Given
) -> Iterator[Condition]:
    for name, member in (given.members or {}).items():
        operator: Operator = binding_of(operators.fields[name])
        if member.value is not None:
            yield _compare(on, operator, member)
        elif operator is Operator.EQUAL:
            yield Holds(as_shown(on.expression).is_(None))  # eq: null asks for rows without a value
        else:
            raise BadArgumentError(f"`{name}` needs a value; only `eq` may be null.")


def _compare(on: FilterOn, operator: Operator, given: Given) -> Compare:
    kind = wide(on.expression.type)
    if operator is Operator.IN:
        convert = on.convert
        parameter = Parameter(
            given.source, lambda values: [convert(v) for v in values], ARRAY(kind)
        )
        return Compare(on.expression, operator, parameter)
    parameter = Parameter(given.source, on.convert, kind)
    if operator is not Operator.STARTS_WITH:
        return Compare(on.expression, operator, parameter)
    # A range and not LIKE: LIKE is not leakproof, so below row-level security it
    # would be tried only after the policies, on every row.
    upper = Parameter(given.source, lambda value: successor(on.convert(value)), kind)
    return Compare(on.expression, operator, parameter, upper)


def successor(prefix: str) -> str:
    """Return the first text, by code point, that no longer begins with `prefix`."""
    kept = prefix.rstrip(_LAST_CHARACTER)
    if not kept:  # nothing comes after them all, but no text goes on with so many of them
        return _LAST_CHARACTER * (len(prefix) + 100)
    following = ord(kept[-1]) + 1
    if following == 0xD800:  # surrogates are not characters
        following = 0xE000
    return kept[:-1] + chr(following)
