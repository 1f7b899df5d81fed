"""Inputs: what a client sent → the objects that a mutation is given, as Strawberry makes them.

Strawberry asks anew for each request what each field is called and what is made of it; a tenth of
a change's time went there. Here it is asked once for each type.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
)
from strawberry.types import Info

Make = Callable[[Any], Any]


def work_of(field: GraphQLField) -> Callable[..., Any]:
    """Return a mutation's own function, for arguments as graphql-core coerces them."""
    definition = field.extensions["strawberry-definition"]
    makers = {name: maker(argument.type) for name, argument in field.args.items()}

    def work(info: GraphQLResolveInfo[Any], **given: Any) -> Any:
        arguments = {name: makers[name](value) for name, value in given.items()}
        return definition.base_resolver(Info(_raw_info=info, _field=definition), **arguments)

    return work


@cache
def maker(type_: Any) -> Make:
    """Return what makes the value of an input type; null is null."""
    if isinstance(type_, GraphQLNonNull):
        return maker(type_.of_type)
    if isinstance(type_, GraphQLList):
        make = maker(type_.of_type)
        return lambda values: None if values is None else [make(value) for value in values]
    if isinstance(type_, GraphQLInputObjectType):
        return _object_maker(type_)
    return lambda value: value


def _object_maker(type_: GraphQLInputObjectType) -> Make:
    made: Any = type_.extensions["strawberry-definition"].origin
    members = {
        name: (field.extensions["strawberry-definition"].python_name, maker(field.type))
        for name, field in type_.fields.items()
    }

    def make(given: Mapping[str, Any] | None) -> Any:
        if given is None:
            return None
        named = ((*members[name], value) for name, value in given.items())
        return made(**{name: make_it(value) for name, make_it, value in named})

    return make
