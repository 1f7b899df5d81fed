"""Rows by their global ids: which types an id may name, and what is read of each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from graphql import GraphQLNamedType, GraphQLObjectType, is_abstract_type
from sqlalchemy import ARRAY, BigInteger
from sqlalchemy import Text as TextType

from graphql_api.planner import bindings as bound
from graphql_api.planner.arguments import Given
from graphql_api.planner.bindings import model_of
from graphql_api.planner.errors import BadArgumentError
from graphql_api.planner.global_ids import prefix_of, split
from graphql_api.planner.plan import Branch, ById, Text
from graphql_api.planner.plan_conditions import Parameter
from graphql_api.planner.selection import SelectedField

if TYPE_CHECKING:
    from graphql_api.planner.build import Builder

TYPE_KEY = ".type"  # tells graphql-core which type a row of an interface is
MOST_IDS = 100  # in one list of them


def by_id(
    builder: "Builder",
    type_: GraphQLNamedType,
    binding: bound.NodeById,
    selected: SelectedField,
    given: Mapping[str, Given],
) -> ById:
    """Return the plan of the rows that ids name, of any type behind an interface."""
    source = given["ids" if binding.many else "id"].source
    parts = _split_all if binding.many else _split_one
    assert is_abstract_type(type_)
    branches = [
        _branch(builder, possible, selected)
        for possible in builder.selector.schema.get_possible_types(type_)
        if model_of(possible) is not None
    ]
    return ById(
        selected.key,
        Parameter(source, lambda ids: [p for p, _ in parts(ids)], ARRAY(TextType())),
        Parameter(source, lambda ids: [k for _, k in parts(ids)], ARRAY(BigInteger())),
        tuple(branches),
        binding.many,
    )


def _branch(builder: "Builder", type_: GraphQLObjectType, selected: SelectedField) -> Branch:
    model = model_of(type_)
    assert model is not None
    fields = builder.fields(type_, selected.selections)
    if builder.for_python:
        fields = (Text(TYPE_KEY, f'"{type_.name}"'), *fields)
    return Branch(prefix_of(type_.name), model, fields)


def _split_one(global_id: str) -> list[tuple[str, int]]:
    return [split(global_id) or ("", 0)]


def _split_all(global_ids: list[str]) -> list[tuple[str, int]]:
    if len(global_ids) > MOST_IDS:
        raise BadArgumentError(f"`ids` may hold {MOST_IDS} ids, not {len(global_ids)}.")
    return [split(global_id) or ("", 0) for global_id in global_ids]
