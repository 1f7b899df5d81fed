"""Variables are read as graphql-core reads them, whatever is sent."""

from random import Random
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_nullable_type,
    is_input_type,
    parse,
)
from graphql.execution.values import get_variable_values

from graphql_api.errors import MOST_ERRORS
from graphql_api.limits.cost import longest_list
from graphql_api.planner.documents import Document
from graphql_api.read_inputs import Inputs
from graphql_api.read_variables import Understood, VariableReader
from graphql_api.root import make_schema
from graphql_api.value_errors import of_variable

SCHEMA = make_schema()._schema
INPUTS = sorted(
    name
    for name, type_ in SCHEMA.type_map.items()
    if is_input_type(type_) and not name.startswith("__")
)
FITTING: dict[str, tuple[Any, ...]] = {
    "Boolean": (True, False),
    "Date": ("2026-08-24",),
    "DateTime": ("2026-08-24T08:00:00Z", "2026-08-24T08:00:00.5+02:00"),
    "Decimal": ("2.50", 3),
    "EmailAddress": ("ada@example.org",),
    "Float": (1, 2.5),
    "ID": ("student_1", 1),
    "Int": (0, 7, 2.0),
    "JSON": ({"b": [1], "a": None}, "text", 5),
    "String": ("Ada", "", "active"),
    "URL": ("https://example.org",),
}
ODD = (None, "", "nobody's", -1, 2**31, 1e400, 0.5, [], ["Ada"], [[1]], {}, {"unknown": 1})
INPUTS_OF_ALL = Inputs()


def sent(chance: Random, type_: GraphQLInputType, levels: int = 3) -> Any:
    """Return a value for a type as a client sends it in JSON; now and then it does not fit."""
    inner: Any = get_nullable_type(type_)
    if chance.random() < 0.03:
        return chance.choice(ODD)
    if isinstance(inner, GraphQLList):
        items = [sent(chance, inner.of_type, levels) for _ in range(chance.randrange(4))]
        return items[0] if len(items) == 1 else items
    if isinstance(inner, GraphQLInputObjectType):
        return members(chance, inner, levels)
    if isinstance(inner, GraphQLEnumType):
        return chance.choice(list(inner.values))
    return chance.choice(FITTING[inner.name])


def members(chance: Random, type_: GraphQLInputObjectType, levels: int) -> dict[str, Any]:
    fields = {name: shown.type for name, shown in type_.fields.items()}
    needed = {name for name, shown in fields.items() if isinstance(shown, GraphQLNonNull)}
    most = 0 if levels == 0 else 1 if type_.is_one_of else 3
    some = chance.sample(sorted(fields), min(most, len(fields)))
    return {name: sent(chance, fields[name], levels - 1) for name in [*some, *(needed - {*some})]}


def read(declared: str, variables: dict[str, Any]) -> tuple[Any, Any]:
    """Return what we and graphql-core make of an operation's variables."""
    document = Document.of(parse(f"query({declared}) {{ studentCount }}"))
    (operation,) = document.operations.values()
    definitions = operation.variable_definitions
    ours = VariableReader.of(SCHEMA, operation, document.sizes, INPUTS_OF_ALL).read(variables)
    theirs = get_variable_values(
        SCHEMA, definitions, variables, max_errors=MOST_ERRORS, hide_suggestions=True
    )
    return ours, theirs


def assert_alike(ours: Any, theirs: Any) -> None:
    if isinstance(theirs, list):
        assert [e.message for e in ours] == [of_variable(e).message for e in theirs]
        return
    assert isinstance(ours, Understood), ours
    # As they are written, for 1 and 1.0 and True are equal.
    assert repr(ours.values.coerced) == repr(theirs.coerced)
    assert [(k, s.value) for k, s in ours.values.sources.items()] == [
        (k, s.value) for k, s in theirs.sources.items()
    ]
    assert ours.longest == tuple(map(longest_list, theirs.coerced.values()))
    hash(ours.shape)


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_is_read_as_graphql_core_reads_it(name: str) -> None:
    type_: Any = SCHEMA.type_map[name]
    chance = Random(name)  # noqa: S311 - the same values in each run

    for _ in range(15):
        one, many = sent(chance, type_), sent(chance, GraphQLList(type_))

        assert_alike(*read(f"$x: {name}!, $y: [{name}!]", {"x": one, "y": many, "z": 1}))


def test_most_of_what_is_tried_fits() -> None:
    chance = Random("students")  # noqa: S311
    type_: Any = SCHEMA.type_map["StudentFilter"]

    tried = [read("$x: StudentFilter", {"x": sent(chance, type_)})[0] for _ in range(100)]

    assert 40 < len([each for each in tried if isinstance(each, Understood)]) < 100


@pytest.mark.parametrize("variables", [{}, {"x": None}, {"x": 3}, {"x": "3"}])
@pytest.mark.parametrize("declared", ["$x: Int", "$x: Int = 5", "$x: Int! = 5", "$x: Int!"])
def test_what_is_not_sent_is_its_default_or_nothing(
    declared: str, variables: dict[str, Any]
) -> None:
    assert_alike(*read(declared, variables))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"name": {"startsWith": "A"}}, {"name": {"startsWith": "Be"}}, True),
        ({"gradeLevel": {"in": [1]}}, {"gradeLevel": {"in": [1, 2, 3]}}, True),
        ({"gradeLevel": {"gte": 1, "lt": 3}}, {"gradeLevel": {"lt": 9, "gte": 2}}, True),
        ({"gradeLevel": {"gte": 1}}, {"gradeLevel": {"gte": None}}, False),
        ({"gradeLevel": {"gte": 1}}, {"gradeLevel": {"gt": 1}}, False),
        ({"or": [{"gradeLevel": {"eq": 1}}]}, {"or": [{"gradeLevel": {"eq": 1}}] * 2}, False),
    ],
)
def test_filters_that_differ_only_in_what_is_bound_have_one_shape(
    one: Any, other: Any, same: bool
) -> None:
    shapes = [read("$x: StudentFilter", {"x": value})[0].shape for value in (one, other)]

    assert (shapes[0] == shapes[1]) is same
