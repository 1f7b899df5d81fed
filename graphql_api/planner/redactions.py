"""Redactions: which fields of a row its caller is not shown, by their names."""

from typing import Any

from graphql import GraphQLObjectType
from sqlalchemy import ARRAY, ColumnElement, Text, case, literal_column

from graphql_api.planner.bindings import Column, binding_of
from schema.access.withheld import shown_if


def redacted(type_: GraphQLObjectType) -> ColumnElement[Any]:
    """Return the names, as a list: of all fields that are withheld, null or not."""
    conditions: dict[str, ColumnElement[bool]] = {}
    names: dict[str, list[str]] = {}  # by their condition's text: fields may share one
    for name, field in type_.fields.items():
        binding = binding_of(field)
        condition = shown_if(binding.expression) if isinstance(binding, Column) else None
        if condition is not None:
            conditions[str(condition)] = condition
            names.setdefault(str(condition), []).append(name)
    listed = _list()
    for key, condition in conditions.items():
        withheld = case((condition, _list()), else_=_list(*names[key]))
        listed = withheld if len(conditions) == 1 else listed.concat(withheld)
    return listed


def _list(*names: str) -> ColumnElement[Any]:
    return literal_column(f"'{{{','.join(names)}}}'::text[]", ARRAY(Text()))
