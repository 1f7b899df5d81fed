"""Cursors to ask with, from real pages."""

import re
from typing import Any

from graphql import GraphQLField, get_named_type

from graphql_api.planner.bindings import Connection, binding_of
from schema.access.caller import Caller
from tests.graphql_api.answers import COMPILED, Answers
from tests.graphql_api.reference import Operation

_CURSOR = re.compile(r'"cursor":"([^"]*)"')


class CursorFinder:
    """Finds cursors on real pages, and lets the reference learn what they mean."""

    def __init__(self, answers: Answers, caller: Caller) -> None:
        self._answers = answers
        self._caller = caller
        self._found: dict[tuple[str, str], list[str]] = {}
        self._routes: dict[str, str] = {}  # to lists of a type in an order of their own
        query = answers.schema.query_type
        assert query is not None
        for name, field in query.fields.items():
            if isinstance(binding_of(field), Connection):
                self._routes.setdefault(_kind(field), f"{{ {name}(first: 60%s) %s }}")
        for name, field in query.fields.items():
            if isinstance(binding_of(field), Connection):
                for inner, nested in _node(field).fields.items():
                    if isinstance(binding_of(nested), Connection):
                        route = f"{{ {name}(first: 60) {{ nodes {{ {inner}(first: 3%s) %s }} }} }}"
                        self._routes.setdefault(_kind(nested), route)

    def __call__(self, field: GraphQLField, order: str) -> list[str]:
        """Return cursors of a connection's rows, in an order as a document writes it."""
        key = (_kind(field), order)
        if key not in self._found:
            order_by = f", orderBy: {order}" if order else ""
            document = self._routes[key[0]] % (order_by, "{ edges { cursor } }")
            self._found[key] = self._cursors(Operation(document, {}))
        return self._found[key]

    def _cursors(self, operation: Operation) -> list[str]:
        different = self._answers.disagreement(operation, self._caller)
        assert different is None, f"{different}\n{operation.document}"
        body = self._answers.answer(COMPILED, operation, self._caller).body
        return sorted(set(_CURSOR.findall(body)))


def _kind(field: GraphQLField) -> str:
    return f"{_node(field).name} {binding_of(field).default_order}"


def _node(field: GraphQLField) -> Any:
    return get_named_type(get_named_type(field.type).fields["nodes"].type)
