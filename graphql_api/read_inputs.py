"""Read inputs: a value that a client sent → what it is to its type, in one walk over what was sent.

graphql-core walks over all that an input could hold, which in a filter are dozens of fields at
each level. This notes on its way what decides the shape of the statement and what it may cost.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from graphql import (
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
)
from graphql.utilities.coerce_input_value import coerce_default_value


class Value(NamedTuple):
    """A value as it is understood."""

    coerced: Any
    shape: Hashable  # what of it decides the statement's shape; what is bound does not
    longest: int  # items of the longest list in it; 0 means there is none


Reader: TypeAlias = Callable[[Any], Value]

BOUND = "bound"  # the shape of all values that are bound
_PLAIN = (str, int, float)  # and no subclass: neither booleans nor enum values are bound
_NULL = Value(None, None, 0)


class UnfitError(Exception):
    """What was sent does not fit its type; graphql-core can say why."""


@dataclass(slots=True)
class Inputs:
    """The readers of a schema's input types, each made when it is first needed."""

    _objects: dict[str, Reader] = field(default_factory=dict)

    def reader(self, type_: GraphQLInputType) -> Reader:
        """Return what reads a value of a type, and raises UnfitError of any other."""
        if isinstance(type_, GraphQLNonNull):
            return _not_null(self.reader(type_.of_type))
        if isinstance(type_, GraphQLList):
            return _list_of(self.reader(type_.of_type))
        if isinstance(type_, GraphQLInputObjectType):
            if type_.name not in self._objects:
                self._objects[type_.name] = _object(type_, self)
            return self._objects[type_.name]
        return _leaf(type_.coerce_input_value)


def _not_null(inner: Reader) -> Reader:
    def read(sent: Any) -> Value:
        if sent is None:
            raise UnfitError
        return inner(sent)

    return read


def _leaf(coerce: Callable[[Any], Any]) -> Reader:
    def read(sent: Any) -> Value:
        if sent is None:
            return _NULL
        try:
            coerced = coerce(sent)
        except Exception:
            raise UnfitError from None
        if coerced is Undefined:
            raise UnfitError
        return understood(coerced)

    return read


def _list_of(inner: Reader) -> Reader:
    def read(sent: Any) -> Value:
        if sent is None:
            return _NULL
        # One item may be sent without its list.
        return _listed([inner(item) for item in sent] if isinstance(sent, list) else [inner(sent)])

    return read


def _object(type_: GraphQLInputObjectType, inputs: Inputs) -> Reader:
    places = {name: place for place, name in enumerate(type_.fields)}
    unsent = {name: value for name, each in type_.fields.items() if (value := _unsent(each))}
    readers: dict[str, tuple[str, Reader]] = {}  # of the fields that were ever sent

    def member(name: str) -> tuple[str, Reader]:
        shown = type_.fields[name]
        readers[name] = made = (shown.out_name or name, inputs.reader(shown.type))
        return made

    def read(sent: Any) -> Value:
        if sent is None:
            return _NULL
        if not isinstance(sent, dict) or any(name not in places for name in sent):
            raise UnfitError
        values = {}
        for name in sorted({**unsent, **sent} if unsent else sent, key=places.__getitem__):
            out_name, inner = readers.get(name) or member(name)
            values[out_name] = inner(sent[name]) if name in sent else unsent[name]()
        if type_.is_one_of and [value.coerced is None for value in values.values()] != [False]:
            raise UnfitError
        return _held(values)

    return read


def _unsent(shown: GraphQLInputField) -> Callable[[], Value] | None:
    """Return what a field is when it is not sent; None means that it is not there then."""
    default = coerce_default_value(shown)
    if default is not Undefined:
        value = understood(default)
        return lambda: value
    return _lacking if isinstance(shown.type, GraphQLNonNull) else None


def _lacking() -> Value:
    raise UnfitError


def understood(coerced: Any) -> Value:
    """Return a value that has been read already."""
    if type(coerced) in _PLAIN:
        return Value(coerced, BOUND, 0)
    if isinstance(coerced, dict):
        members = {name: understood(coerced[name]) for name in sorted(coerced)}
        return _held(members)._replace(coerced=coerced)
    if isinstance(coerced, list):
        return _listed([understood(item) for item in coerced])
    written = coerced is None or isinstance(coerced, bool | Enum)
    return Value(coerced, coerced if written else BOUND, 0)


def _held(values: Mapping[str, Value]) -> Value:
    return Value(
        {name: value.coerced for name, value in values.items()},
        tuple([(name, value.shape) for name, value in values.items()]),
        max([value.longest for value in values.values()], default=0),
    )


def _listed(items: list[Value]) -> Value:
    # A list of plain values is bound whole, whatever its length.
    bound = all(item.shape is BOUND for item in items)
    return Value(
        [item.coerced for item in items],
        BOUND if bound else tuple([item.shape for item in items]),
        max(len(items), *[item.longest for item in items], 0),
    )
