"""The reference: plain graphql-core over the same schema, one row and one attribute at a time.

It shares the schema and its bindings with the planner and nothing else, and it is as slow
and as simple as can be: what it answers is taken to be right.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    execute,
    get_named_type,
    is_enum_type,
    parse,
)
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from graphql_api.context import Context
from graphql_api.errors import shown
from graphql_api.planner import bindings as bound
from graphql_api.planner.bindings import Model, binding_of, model_of
from graphql_api.root import make_schema
from schema.access.caller import Caller
from tests.graphql_api import reference_conditions as conditions
from tests.graphql_api import reference_pages as pages
from tests.graphql_api.reference_aggregates import any_of, grouped, summed
from tests.graphql_api.reference_mistakes import mistakes
from tests.graphql_api.reference_records import Records, evaluate, is_redacted

Info = GraphQLResolveInfo[Context]
Resolver = Callable[..., Any]
MOST_IDS = 100  # in one list of them
_ID = re.compile(r"([a-z_]+)_([1-9][0-9]*)")


@dataclass(frozen=True)
class Operation:
    """What a client sends."""

    document: str
    variables: Mapping[str, Any]
    name: str | None = None


class Reference:
    """Answers operations as the planner should."""

    def __init__(self, api_url: str) -> None:
        url = make_url(api_url).set(drivername="postgresql+psycopg2")
        self._engine = create_engine(url, poolclass=NullPool)
        self._records: dict[Caller, Records] = {}
        self.cursors = pages.Cursors()
        self.schema = make_schema()._schema
        self.models: dict[str, Model] = {}
        for type_ in self.schema.type_map.values():
            if isinstance(type_, GraphQLInterfaceType):
                type_.resolve_type = self._type_name
            if isinstance(type_, GraphQLObjectType):
                self._take_over(type_)

    def answer(self, operation: Operation, context: Context) -> dict[str, Any]:
        """Return data and errors; in data, places stand for cursors."""
        result = execute(
            self.schema,
            parse(operation.document),
            context_value=context,
            variable_values=dict(operation.variables),
            operation_name=operation.name,
        )
        body: dict[str, Any] = {"data": result.data}  # type: ignore[union-attr]
        if result.errors:  # type: ignore[union-attr]
            body["errors"] = shown(result.errors, context.request_id)  # type: ignore[union-attr]
        return body

    def mistakes(self, operation: Operation) -> list[GraphQLError]:
        """Return what is wrong with the arguments of any field, even of one never reached."""
        return mistakes(self.schema, operation.document, operation.variables, self.refuse_mistakes)

    def records(self, caller: Caller) -> Records:
        """Return what a caller may see."""
        if caller not in self._records:
            self._records[caller] = Records(self._engine, caller)
        return self._records[caller]

    def close(self) -> None:
        for records in self._records.values():
            records.close()

    def refuse_mistakes(self, field: GraphQLField, arguments: Mapping[str, Any]) -> None:
        """Raise what is wrong with a field's arguments."""
        binding = binding_of(field)
        if isinstance(binding, bound.Connection):
            model = model_of(_node_type(field))
            pages.refuse_mistakes(model, binding, arguments, self.cursors)
        if len(arguments.get("ids", ())) > MOST_IDS:
            raise pages.MistakeError("Too many ids.")
        if arguments.get("where") is not None:
            type_ = get_named_type(field.args["where"].type)
            conditions.refuse_mistakes(type_, arguments["where"])

    def _take_over(self, type_: GraphQLObjectType) -> None:
        model = model_of(type_)
        origin = getattr(type_.extensions.get("strawberry-definition"), "origin", None)
        if model is not None:
            if type_.interfaces:  # others show a part of a row, or rows without ids
                self.models[type_.name] = model
            type_.is_type_of = None
        for name, field in type_.fields.items():
            resolver = self._resolver(type_, field)
            if resolver is not None:
                field.resolve = resolver
            elif hasattr(origin, "__planned__"):
                field.resolve = _member(name, field)

    def _resolver(self, type_: GraphQLObjectType, field: GraphQLField) -> Resolver | None:
        binding = binding_of(field)
        match binding:
            case bound.GlobalId():
                return lambda row, info: f"{_prefix(type_.name)}_{row.id}"
            case bound.Column(expression):
                return lambda row, info: evaluate(expression, any_of(row))
            case bound.Redactions():
                names = ["email", "birthDate", "gradeLevel"]
                return lambda row, info: names if is_redacted(row) else []
            case bound.ToOne(relationship):
                return lambda row, info: getattr(row, relationship.key)
            case bound.FromCaller():
                return _from_caller(field, binding)
            case bound.Computed(needs, compute):
                return lambda row, info: compute(
                    info.context, {need: evaluate(needs[need], row) for need in needs}
                )
            case bound.Connection():
                return self._page(field, binding)
            case bound.Aggregate():
                return self._aggregate(field, binding)
        return _grouping(binding) or self._root_resolver(field, binding)

    def _root_resolver(self, field: GraphQLField, binding: Any) -> Resolver | None:
        model = model_of(get_named_type(field.type))
        match binding:
            case bound.Count(counted):
                return lambda _, info, **given: len(self._matching(field, counted, info, given))
            case bound.Single(condition):
                return lambda _, info: self.records(info.context.caller).where(model, condition)
            case bound.LookUp():
                return self._look_up(field, model)
            case bound.LookUpById() | bound.NodeById():
                return self._by_id(field)
        return None

    def _page(self, field: GraphQLField, binding: bound.Connection) -> Resolver:
        model = model_of(_node_type(field))
        related = binding.relationship and binding.relationship.key

        def resolve(row: Any, info: Info, **given: Any) -> Any:
            among = getattr(row, related) if related else None
            rows = self._matching(field, model, info, given, among)
            return pages.page(rows, model, binding, given, self.cursors)

        return resolve

    def _aggregate(self, field: GraphQLField, binding: bound.Aggregate) -> Resolver:
        model = binding.relationship.property.mapper.class_

        def resolve(row: Any, info: Info, **given: Any) -> Any:
            among = getattr(row, binding.relationship.key)
            rows = self._matching(field, model, info, given, among)
            if binding.condition is not None:
                rows = [each for each in rows if evaluate(binding.condition, each)]
            return summed(binding.expression, rows)

        return resolve

    def _matching(
        self,
        field: GraphQLField,
        model: Model,
        info: Info,
        given: Mapping[str, Any],
        among: list[Any] | None = None,
    ) -> list[Any]:
        """Return the rows of a field's list, those that are related or all of them."""
        self.refuse_mistakes(field, given)
        rows = self.records(info.context.caller).all(model) if among is None else among
        where = given.get("where")
        if where is None:
            return rows
        type_ = get_named_type(field.args["where"].type)
        return [row for row in rows if conditions.matches(type_, where, row)]

    def _look_up(self, field: GraphQLField, model: Model) -> Resolver:
        keys = get_named_type(field.args["by"].type).fields

        def resolve(_: Any, info: Info, by: Mapping[str, Any]) -> Any:
            wanted = list(_wanted(keys, by))
            rows = self.records(info.context.caller).all(model)
            return next((row for row in rows if all(_is(row, *key) for key in wanted)), None)

        return resolve

    def _by_id(self, field: GraphQLField) -> Resolver:
        shown_type = get_named_type(field.type)

        def named(global_id: str, info: Info) -> Any:
            match = _ID.fullmatch(global_id)
            for name, model in self.models.items():
                type_ = self.schema.type_map[name]
                shows = type_ is shown_type or shown_type in type_.interfaces
                if match and shows and _prefix(name) == match[1]:
                    return self.records(info.context.caller).named(model, int(match[2]))
            return None

        def resolve(_: Any, info: Info, **given: Any) -> Any:
            if "ids" in given:
                return [named(global_id, info) for global_id in given["ids"]]
            return named(given["id"], info)

        return resolve

    def _type_name(self, row: Any, *_: Any) -> str:
        return next(name for name, model in self.models.items() if type(row) is model)


def _wanted(keys: Any, by: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each column of a look-up, with the value that it must have."""
    for name, value in by.items():
        key = binding_of(keys[name])
        if isinstance(key, bound.Keys):
            yield from _wanted(get_named_type(keys[name].type).fields, value)
        else:
            yield key.expression, key.convert(value)


def _is(row: Any, expression: Any, wanted: Any) -> bool:
    return wanted is not None and evaluate(expression, row) == wanted


def _node_type(field: GraphQLField) -> Any:
    return get_named_type(get_named_type(field.type).fields["nodes"].type)


def _prefix(type_name: str) -> str:
    return "_".join(re.findall("[A-Z][a-z]*", type_name)).lower()


def _grouping(binding: Any) -> Resolver | None:
    match binding:
        case bound.Part():
            return lambda row, info: row
        case bound.Groups(relationship, by):
            return lambda row, info: grouped(getattr(row, relationship.key), by)
        case bound.OfGroup(expression):
            return lambda group, info: summed(expression, group.rows)
        case bound.Members(order):
            return lambda group, info: sorted(group.rows, key=attrgetter(*order))
    return None


def _member(name: str, field: GraphQLField) -> Resolver:
    """Return what takes a member out of a page, or out of an object of our own."""
    attribute = field.extensions["strawberry-definition"].python_name
    return lambda whole, info: whole[name] if isinstance(whole, dict) else getattr(whole, attribute)


def _from_caller(field: GraphQLField, binding: bound.FromCaller) -> Resolver:
    type_ = get_named_type(field.type)

    def resolve(_: Any, info: Info) -> Any:
        value = binding.value(info.context.caller)
        return [type_.values[name].value for name in value] if is_enum_type(type_) else value

    return resolve
