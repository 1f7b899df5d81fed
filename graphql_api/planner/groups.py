"""Groups: a row's related rows, put together by what they have in common."""

from typing import TYPE_CHECKING

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_non_null_type

from graphql_api.planner import bindings as bound
from graphql_api.planner.codecs import codec_of
from graphql_api.planner.plan import Fields, Groups, Members, Part, Summed
from graphql_api.planner.selection import SelectedField

if TYPE_CHECKING:
    from graphql_api.planner.build import Builder

Inner = bound.Part | bound.Groups | bound.Members


def inner_objects(
    builder: "Builder", field: GraphQLField, binding: Inner, selected: SelectedField
) -> Part | Groups | Members:
    """Return the plan of objects that are made of the row, or of related rows, at hand."""
    fields = _fields(builder, field, selected)
    match binding:
        case bound.Part():
            return Part(selected.key, fields)
        case bound.Groups(relationship, by):
            return Groups(selected.key, relationship, by, fields)
        case bound.Members(order):
            return Members(selected.key, order, fields)


def summed(field: GraphQLField, binding: bound.OfGroup, selected: SelectedField) -> Summed:
    """Return the plan of what the rows of a group come to."""
    nullable = not is_non_null_type(field.type)
    codec = codec_of(get_named_type(field.type))
    return Summed(selected.key, binding.expression, codec, nullable)


def _fields(builder: "Builder", field: GraphQLField, selected: SelectedField) -> Fields:
    type_ = get_named_type(field.type)
    assert isinstance(type_, GraphQLObjectType)
    return builder.fields(type_, selected.selections)
