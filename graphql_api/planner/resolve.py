"""Resolve: the same plans behind graphql-core, for what one statement cannot answer alone.

Each root field still is one statement; graphql-core only walks through what
it returned, which is keyed as the answer is.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    get_named_type,
    is_enum_type,
)

from graphql_api.planner.arguments import FromVariable, Variables
from graphql_api.planner.bindings import Computed, binding_of, model_of
from graphql_api.planner.build import Builder, need_key
from graphql_api.planner.by_id import TYPE_KEY
from graphql_api.planner.inputs import work_of
from graphql_api.planner.known import Known, known_answer
from graphql_api.planner.plan import Operation, Root
from graphql_api.planner.selection import SelectedField, Selector
from graphql_api.planner.sql import Statement, statement

Info = GraphQLResolveInfo[Any]

# Where a payload's row, or its rows, are found among the variables; no client's can be called this.
ROW = " row"


class Reader(Protocol):
    """What resolvers need of a request's context."""

    # Returns what was made before for a place of the operation, or what is made now.
    keep: Callable[[Hashable, Callable[[], Statement | Known]], Statement | Known]

    def read(self, planned: Statement | Known, variables: Mapping[str, Any]) -> str:
        """Return the text of what was planned; a statement runs as the caller."""
        ...


@dataclass(slots=True)
class Fellows:
    """Rows that stand in the same place of one list's objects: one statement reads them all."""

    keys: list[int]
    read: dict[tuple[str, ...], dict[int, Any]] = field(default_factory=dict)  # by place


@dataclass(frozen=True, slots=True)
class RowRef:
    """In a payload: a row that is read when the answer is made, in the same transaction."""

    key: int
    fellows: Fellows | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a mutation's work; as the root value it is shown, and not done again."""

    payload: Any = None
    error: Exception | None = None

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.payload


def row(key: int) -> Any:
    """Return what a payload holds in place of a row, whatever type it shows the row as."""
    return RowRef(key)


def together(objects: Iterable[Any], name: str) -> None:
    """Have the rows that objects of one list hold under a name read by one statement."""
    holding = [each for each in objects if getattr(each, name) is not None]
    fellows = Fellows([getattr(each, name).key for each in holding])
    for each in holding:
        setattr(each, name, RowRef(getattr(each, name).key, fellows))


def attach(schema: GraphQLSchema) -> None:
    """Give every field that stands on a binding the resolver that reads its plan."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInputObjectType):
            # Strawberry leaves it to a rule of its own; graphql-core knows it by now.
            type_.is_one_of = type_.extensions["strawberry-definition"].is_one_of
        if isinstance(type_, GraphQLInterfaceType):
            type_.resolve_type = _row_type
        if not isinstance(type_, GraphQLObjectType):
            continue
        if _is_planned(type_):
            type_.is_type_of = None  # rows are not instances of our classes
        for shown in type_.fields.values():
            resolver = _resolver(schema, type_, shown)
            if resolver is not None:
                shown.resolve = resolver


def _is_planned(type_: GraphQLObjectType) -> bool:
    definition = type_.extensions.get("strawberry-definition")
    origin = getattr(definition, "origin", None)
    return hasattr(origin, "__record__") or hasattr(origin, "__planned__")


def _resolver(
    schema: GraphQLSchema, type_: GraphQLObjectType, field: GraphQLField
) -> Callable[..., Any] | None:
    binding = binding_of(field)
    if type_ is schema.query_type:
        return _read_root if binding is not None else None
    if type_ is schema.mutation_type:
        return _unless_done(field)
    if isinstance(binding, Computed):
        return _computed(binding)
    if _is_planned(type_):
        return _enum_by_key(field) if is_enum_type(get_named_type(field.type)) else _by_key
    if model_of(get_named_type(field.type)) is not None:
        return _read_back
    return None


def _unless_done(field: GraphQLField) -> Callable[..., Any]:
    work = work_of(field)

    def resolve(done: Done | None, info: Info, **arguments: Any) -> Any:
        return work(info, **arguments) if done is None else done.outcome()

    return resolve


def _row_type(row: Any, info: Info, type_: Any) -> str:
    if isinstance(row, dict):
        return str(row[TYPE_KEY])
    return str(type(row).__strawberry_definition__.name)


def _by_key(row: Mapping[str, Any], info: Info, **_: Any) -> Any:
    return row[str(info.path.key)]


def _enum_by_key(field: GraphQLField) -> Callable[..., Any]:
    type_ = get_named_type(field.type)
    assert isinstance(type_, GraphQLEnumType)
    members = type_.values

    def resolve(row: Mapping[str, Any], info: Info, **_: Any) -> Any:
        shown = row[str(info.path.key)]
        if isinstance(shown, list):
            return [members[name].value for name in shown]
        return None if shown is None else members[shown].value

    return resolve


def _computed(binding: Computed) -> Callable[..., Any]:
    def resolve(row: Mapping[str, Any], info: Info, **_: Any) -> Any:
        key = str(info.path.key)
        values = {need: row[need_key(key, need)] for need in binding.needs}
        return binding.compute(info.context, values)

    return resolve


def _read_root(_: Any, info: Info, **__: Any) -> Any:
    def plan() -> Root:
        return _builder(info).root(info.parent_type, _selected(info))

    return _run(plan, info, info.variable_values.coerced)


def _read_back(payload: Any, info: Info, **_: Any) -> Any:
    ref: RowRef | list[RowRef] | None = getattr(payload, _attribute(info))
    if ref is None:
        return None
    type_ = get_named_type(info.return_type)
    assert isinstance(type_, GraphQLObjectType)
    if isinstance(ref, list):
        return _read_rows(type_, [r.key for r in ref], info)
    if ref.fellows is not None:
        return _read_with_fellows(type_, ref.key, ref.fellows, info)

    def plan() -> Root:
        return _builder(info).row_by_key(type_, _selected(info), FromVariable(ROW))

    return _run(plan, info, {**info.variable_values.coerced, ROW: ref.key})


def _read_rows(type_: GraphQLObjectType, keys: list[int], info: Info) -> Any:
    def plan() -> Root:
        return _builder(info).rows(type_, _selected(info), FromVariable(ROW), nullable=True)

    return _run(plan, info, {**info.variable_values.coerced, ROW: keys})


def _read_with_fellows(type_: GraphQLObjectType, key: int, fellows: Fellows, info: Info) -> Any:
    place = tuple(part for part in info.path.as_list() if isinstance(part, str))
    if place not in fellows.read:
        rows = _read_rows(type_, fellows.keys, info)
        fellows.read[place] = dict(zip(fellows.keys, rows, strict=True))
    return fellows.read[place][key]


def _attribute(info: Info) -> str:
    definition = info.parent_type.fields[info.field_name].extensions["strawberry-definition"]
    return str(definition.python_name)


def _builder(info: Info) -> Builder:
    selector = Selector(info.schema, info.fragments, info.variable_values.coerced)
    return Builder(selector, for_python=True)


def _selected(info: Info) -> SelectedField:
    nodes = tuple(info.field_nodes)
    return SelectedField(str(info.path.key), info.field_name, nodes)


def _run(plan: Callable[[], Root], info: Info, variables: Variables) -> Any:
    """Return what a plan reads; it is made once for its place in the operation."""
    reader: Reader = info.context
    place = (info.parent_type.name, *(key for key in info.path.as_list() if isinstance(key, str)))

    def make() -> Statement | Known:
        operation = Operation((plan(),), strict=False)
        return known_answer(operation) or statement(operation)

    return json.loads(reader.read(reader.keep(place, make), variables))[str(info.path.key)]
