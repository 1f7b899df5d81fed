"""Build: the selected fields and their bindings → a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    SelectionSetNode,
    get_named_type,
    is_non_null_type,
)
from sqlalchemy import ARRAY, BigInteger, String, inspect
from sqlalchemy import Text as TextType

from graphql_api.planner import bindings as bound
from graphql_api.planner.aggregates import Gathering
from graphql_api.planner.arguments import Given, Source, given_arguments
from graphql_api.planner.bindings import Model, binding_of, model_of
from graphql_api.planner.by_id import by_id
from graphql_api.planner.codecs import codec_of
from graphql_api.planner.conditions import filter_condition, look_up_condition
from graphql_api.planner.connections import page_parts
from graphql_api.planner.errors import IntrospectionError, NotPlannableError
from graphql_api.planner.global_ids import key_of, prefix_of
from graphql_api.planner.groups import inner_objects, summed
from graphql_api.planner.pages import window
from graphql_api.planner.plan import (
    Aggregate,
    Branch,
    ById,
    Codec,
    Field,
    Fields,
    One,
    Operation,
    Page,
    Root,
    Row,
    Supplied,
    Tally,
    Text,
    Value,
)
from graphql_api.planner.plan_conditions import (
    All,
    CallerParameter,
    Compare,
    Condition,
    Holds,
    Parameter,
)
from graphql_api.planner.redactions import redacted
from graphql_api.planner.selection import SelectedField, Selector
from graphql_api.planner.supplied import json_for, picked
from schema.access.withheld import as_shown


@dataclass(frozen=True, slots=True)
class Builder:
    """Plans one operation; `for_python` adds what Python resolvers need to see."""

    selector: Selector
    for_python: bool = False

    def operation(
        self, type_: GraphQLObjectType, selections: Iterable[SelectionSetNode]
    ) -> Operation:
        """Return the plan of a whole query.

        Raises:
            NotPlannableError: a field is answered by Python.
            BadArgumentError: an argument asks for the impossible.
        """
        selected = self.selector.fields(type_, selections)
        return Operation(tuple(self.root(type_, s) for s in selected), strict=True)

    def root(self, type_: GraphQLObjectType, selected: SelectedField) -> Root:
        """Return the plan of one field of Query."""
        if selected.name == "__typename":
            return Text(selected.key, f'"{type_.name}"')
        field = type_.fields.get(selected.name)
        if field is None:  # __schema or __type
            raise IntrospectionError
        binding = binding_of(field)
        if binding is None:
            raise NotPlannableError
        return self._bound_root(field, binding, selected)

    def _bound_root(self, field: GraphQLField, binding: Any, selected: SelectedField) -> Root:
        given = given_arguments(field, selected.nodes[0], self.selector.variables)
        type_ = get_named_type(field.type)
        match binding:
            case bound.Connection():
                return self._page(field, binding, selected, given)
            case bound.Count():
                return Tally(selected.key, binding.model, _where(field, given))
            case bound.LookUp() | bound.LookUpById() | bound.Single():
                assert isinstance(type_, GraphQLObjectType)
                return self.row(type_, selected, _named_row(field, type_, binding, given))
            case bound.NodeById():
                return by_id(self, type_, binding, selected, given)
            case bound.FromCaller():
                return self._supplied(field, binding, selected)
            case _:
                raise NotPlannableError

    def row(self, type_: GraphQLObjectType, selected: SelectedField, condition: Condition) -> Row:
        """Return the plan of the one row of `type_` that a condition names."""
        fields = self.fields(type_, selected.selections)
        return Row(selected.key, _model(type_), condition, fields, nullable=True)

    def row_by_key(self, type_: GraphQLObjectType, selected: SelectedField, key: Source) -> Row:
        """Return the plan of the one row of `type_` that has this key."""
        column = _model(type_).__table__.c.id
        parameter = Parameter(key, int, column.type)
        return self.row(type_, selected, Compare(column, bound.Operator.EQUAL, parameter))

    def rows(
        self, type_: GraphQLObjectType, selected: SelectedField, keys: Source, *, nullable: bool
    ) -> ById:
        """Return the plan of the rows of `type_` that have these keys, in their order."""
        branch = Branch(
            prefix_of(type_.name), _model(type_), self.fields(type_, selected.selections)
        )
        prefixes = Parameter(keys, lambda ks: [branch.prefix] * len(ks), ARRAY(TextType()))
        named = Parameter(keys, list, ARRAY(BigInteger()))
        return ById(selected.key, prefixes, named, (branch,), many=True, nullable=nullable)

    def fields(self, type_: GraphQLObjectType, selections: Iterable[SelectionSetNode]) -> Fields:
        """Return the plan of what is read of each row of `type_`."""
        planned: list[Field] = []
        gathering = Gathering()
        for selected in self.selector.fields(type_, selections):
            planned.extend(self._field(type_, selected, gathering))
        return tuple(planned)

    def _field(
        self, type_: GraphQLObjectType, selected: SelectedField, gathering: Gathering
    ) -> Iterable[Field]:
        if selected.name == "__typename":
            return [Text(selected.key, f'"{type_.name}"')]
        field = type_.fields[selected.name]
        binding = binding_of(field)
        match binding:
            case bound.GlobalId() | bound.Column() | bound.Redactions():
                return [_value(type_, field, binding, selected)]
            case bound.ToOne():
                return [self._one(field, binding, selected)]
            case bound.Connection():
                given = given_arguments(field, selected.nodes[0], self.selector.variables)
                return [self._page(field, binding, selected, given)]
            case bound.Aggregate():
                return [self._aggregate(field, binding, selected, gathering)]
            case bound.Part() | bound.Groups() | bound.Members():
                return [inner_objects(self, field, binding, selected)]
            case bound.OfGroup():
                return [summed(field, binding, selected)]
            case bound.FromCaller():
                return [self._supplied(field, binding, selected)]
            case bound.Computed() if self.for_python:
                return [
                    Value(need_key(selected.key, name), as_shown(expression), Codec.TEXT)
                    for name, expression in binding.needs.items()
                ]
            case _:
                raise NotPlannableError

    def _one(self, field: GraphQLField, binding: bound.ToOne, selected: SelectedField) -> One:
        type_ = get_named_type(field.type)
        assert isinstance(type_, GraphQLObjectType)
        fields = self.fields(type_, selected.selections)
        nullable = not is_non_null_type(field.type)
        return One(selected.key, binding.relationship, fields, nullable)

    def _supplied(
        self, field: GraphQLField, binding: bound.FromCaller, selected: SelectedField
    ) -> Supplied:
        pick = picked(self.selector, get_named_type(field.type), selected.selections)
        return Supplied(selected.key, CallerParameter(json_for(binding.value, pick), String()))

    def _aggregate(
        self,
        field: GraphQLField,
        binding: bound.Aggregate,
        selected: SelectedField,
        gathering: Gathering,
    ) -> Aggregate:
        given = given_arguments(field, selected.nodes[0], self.selector.variables)
        rows = gathering.rows(binding, given.get("where"), _where(field, given))
        codec = codec_of(get_named_type(field.type))
        nullable = not is_non_null_type(field.type)
        return Aggregate(selected.key, rows, binding.expression, codec, nullable)

    def _page(
        self,
        field: GraphQLField,
        binding: bound.Connection,
        selected: SelectedField,
        given: Mapping[str, Given],
    ) -> Page:
        connection = get_named_type(field.type)
        assert isinstance(connection, GraphQLObjectType)
        node = get_named_type(connection.fields["nodes"].type)
        assert isinstance(node, GraphQLObjectType)
        shown = window(_model(node), binding, given)
        parts = page_parts(self, connection, node, selected.selections)
        conditions = [c for c in (_where(field, given),) if c is not None]
        if binding.condition is not None:
            conditions.append(Holds(binding.condition))
        return Page(
            selected.key,
            _model(node),
            binding.relationship,
            All(tuple(conditions)) if conditions else None,
            shown.order,
            shown.tag,
            shown.size,
            shown.start,
            shown.backward,
            parts,
        )


def need_key(key: str, need: str) -> str:
    """Return where a computed field finds a value it needs; no alias can hold a dot."""
    return f"{key}.{need}"


def _named_row(
    field: GraphQLField,
    type_: GraphQLObjectType,
    binding: bound.LookUp | bound.LookUpById | bound.Single,
    given: Mapping[str, Given],
) -> Condition:
    if isinstance(binding, bound.Single):
        return Holds(binding.condition)
    if isinstance(binding, bound.LookUpById):
        key = Parameter(given["id"].source, partial(key_of, type_.name), binding.key.type)
        return Compare(binding.key, bound.Operator.EQUAL, key)
    by = get_named_type(field.args["by"].type)
    assert isinstance(by, GraphQLInputObjectType)
    return look_up_condition(by, given["by"])


def _where(field: GraphQLField, given: Mapping[str, Given]) -> Condition | None:
    if "where" not in given or given["where"].value is None:
        return None
    type_ = get_named_type(field.args["where"].type)
    assert isinstance(type_, GraphQLInputObjectType)
    return filter_condition(type_, given["where"])


def _value(
    type_: GraphQLObjectType,
    field: GraphQLField,
    binding: bound.GlobalId | bound.Column | bound.Redactions,
    selected: SelectedField,
) -> Value:
    if isinstance(binding, bound.Column):
        return Value(
            selected.key, as_shown(binding.expression), codec_of(get_named_type(field.type))
        )
    if isinstance(binding, bound.Redactions):
        return Value(selected.key, redacted(type_), Codec.TEXT)
    key = inspect(_model(type_)).primary_key[0]
    return Value(selected.key, key, Codec.NUMBER, prefix_of(type_.name))


def _model(type_: GraphQLNamedType) -> Model:
    model = model_of(type_)
    if model is None:
        raise NotPlannableError
    return model
