"""The published schema: complete, described, and the one that is committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    is_specified_scalar_type,
)
from sqlalchemy import Column as TableColumn
from sqlalchemy import inspect
from sqlalchemy.sql.visitors import iterate

from graphql_api.export_schema import sdl
from graphql_api.planner.bindings import Column, Connection, ToOne, binding_of, model_of
from graphql_api.root import make_schema
from schema.models import Base

SDL = Path(__file__).parents[2] / "schema" / "api.graphql"
SCHEMA = make_schema()._schema


def test_the_committed_schema_is_the_schema() -> None:
    assert SDL.read_text() == sdl(), "run `make sdl` and look at the difference"


def undescribed() -> Iterator[str]:
    for name, type_ in SCHEMA.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_):
            continue
        if not type_.description:
            yield name
        if isinstance(type_, GraphQLEnumType):
            yield from (f"{name}.{k}" for k, v in type_.values.items() if not v.description)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in type_.fields.items():
                if not field.description:
                    yield f"{name}.{field_name}"
                for argument_name, argument in getattr(field, "args", {}).items():
                    if not argument.description:
                        yield f"{name}.{field_name}({argument_name}:)"


def test_everything_published_is_described() -> None:
    assert list(undescribed()) == []


def planned_fields() -> Iterator[tuple[str, GraphQLField, Any]]:
    for type_ in SCHEMA.type_map.values():
        if isinstance(type_, GraphQLObjectType) and model_of(type_) is not None:
            for name, field in type_.fields.items():
                yield f"{type_.name}.{name}", field, binding_of(field)


def test_a_field_that_promises_a_value_stands_on_columns_that_have_one() -> None:
    promised = [
        (name, column)
        for name, field, binding in planned_fields()
        if isinstance(binding, Column) and isinstance(field.type, GraphQLNonNull)
        for column in iterate(binding.expression)
        if isinstance(column, TableColumn)
    ]

    assert len(promised) > 40
    assert [name for name, column in promised if column.nullable] == []


def test_an_enum_shows_its_stored_values_in_upper_case() -> None:
    for type_ in SCHEMA.type_map.values():
        if isinstance(type_, GraphQLEnumType) and not type_.name.startswith("__"):
            for name, value in type_.values.items():
                stored = getattr(value.value, "value", value.value)
                if type_.name != "ImportFormatName" and not type_.name.endswith("OrderField"):
                    assert name.lower() == stored, type_.name


def test_sort_keys_are_never_null() -> None:
    for name, _, binding in planned_fields():
        if isinstance(binding, Connection) and binding.relationship is not None:
            target = inspect(binding.relationship.property.mapper)
            for column in binding.default_order.columns:
                assert not target.columns[column].nullable, name


def test_what_a_client_may_sort_by_is_never_null() -> None:
    sorted_by = [
        (f"{type_.name}.{name}", value.value)
        for type_ in SCHEMA.type_map.values()
        if isinstance(type_, GraphQLEnumType) and type_.name.endswith("OrderField")
        for name, value in type_.values.items()
    ]
    nullable = {
        f"{mapper.class_.__name__}OrderField": {c.key for c in mapper.columns if c.nullable}
        for mapper in Base.registry.mappers
    }

    assert len(sorted_by) > 20
    for name, column in sorted_by:
        assert column not in nullable[name.split(".")[0]], name


def test_relationships_are_followed_by_their_columns() -> None:
    for name, _, binding in planned_fields():
        if isinstance(binding, ToOne):
            assert binding.relationship.property.local_remote_pairs, name
