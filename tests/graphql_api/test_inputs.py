"""A mutation is given what Strawberry would give it."""

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    is_required_input_field,
)
from graphql.utilities import coerce_input_value
from strawberry.types.arguments import convert_argument

from graphql_api.planner.inputs import maker
from graphql_api.root import make_schema

SCHEMA = make_schema()
MUTATION = SCHEMA._schema.mutation_type
assert MUTATION
VALUES = {
    "Boolean": True,
    "Int": 3,
    "Date": "2026-09-01",
    "Decimal": "1.50",
    "EmailAddress": "ada@school.example",
}


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize("name", MUTATION.fields)
def test_an_input_is_made_as_strawberry_makes_it(name: str, everything: bool) -> None:
    field = MUTATION.fields[name]
    (argument,) = field.extensions["strawberry-definition"].arguments
    type_ = field.args["input"].type
    given = coerce_input_value(sample(type_, everything), type_)

    made = maker(type_)(given)

    registry, config = SCHEMA.schema_converter.scalar_registry, SCHEMA.config
    assert made == convert_argument(given, argument.type, registry, config)


def sample(type_: Any, everything: bool) -> Any:
    """Return a value of a type as a client sends it, with all its fields or only those it needs."""
    if isinstance(type_, GraphQLNonNull):
        return sample(type_.of_type, everything)
    if isinstance(type_, GraphQLList):
        return [sample(type_.of_type, everything)] * 2
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    if not isinstance(type_, GraphQLInputObjectType):
        return VALUES.get(type_.name, "Ada")
    names = list(type_.fields)
    if type_.is_one_of:
        names = names[:1]
    elif not everything:
        names = [n for n in names if is_required_input_field(type_.fields[n])]
    return {n: sample(type_.fields[n].type, everything) for n in names}
