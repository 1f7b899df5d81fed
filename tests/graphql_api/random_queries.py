"""Random queries: valid operations over the whole schema, below its limits."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLSchema

from graphql_api.planner.bindings import model_of
from tests.graphql_api.query_writer import QueryWriter
from tests.graphql_api.random_arguments import Inputs
from tests.graphql_api.random_calls import random_call
from tests.graphql_api.random_pages import FindCursors
from tests.graphql_api.random_values import Chooser, Sample
from tests.graphql_api.reference import Operation


def random_query(
    draw: Callable[..., Any], schema: GraphQLSchema, sample: Sample, find_cursors: FindCursors
) -> list[Operation]:
    """Return a random document with some sets of variables."""
    choose = Chooser(draw)
    inputs = Inputs(choose, sample, _tables(schema))
    text, name = QueryWriter(choose, schema, inputs, find_cursors).document()
    times = choose.size(1, 3) if inputs.variables else 1
    return [Operation(text, inputs.assignment(), name) for _ in range(times)]


def random_mutation(
    draw: Callable[..., Any], schema: GraphQLSchema, sample: Sample, find_cursors: FindCursors
) -> Operation:
    """Return a document that does one random thing, or two, and what is sent with it."""
    choose = Chooser(draw)
    inputs = Inputs(choose, sample, _tables(schema))
    calls = [random_call(choose, sample) for _ in range(choose.pick((1, 1, 1, 2)))]
    text, name = QueryWriter(choose, schema, inputs, find_cursors).mutation(calls)
    return Operation(text, inputs.assignment(), name)


def _tables(schema: GraphQLSchema) -> list[str]:
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    models = [model_of(type_) for type_ in schema.get_possible_types(node)]
    return [model.__tablename__ for model in models if model is not None]
