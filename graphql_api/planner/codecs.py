"""Codecs: how the values of a GraphQL type are written as JSON."""

from graphql import GraphQLNamedType, is_enum_type

from graphql_api.planner.plan import Codec

_CODECS = {
    "Int": Codec.NUMBER,
    "Float": Codec.NUMBER,
    "Boolean": Codec.BOOLEAN,
    "Date": Codec.QUOTED,
    "Decimal": Codec.QUOTED,
    "DateTime": Codec.INSTANT,
}


def codec_of(type_: GraphQLNamedType) -> Codec:
    """Return how values of a leaf type are written."""
    return Codec.ENUM if is_enum_type(type_) else _CODECS.get(type_.name, Codec.TEXT)
