"""Bindings: what in the database stands behind each type, field and input.

A binding is plain data in a Strawberry field's metadata. The topics declare
them; the planner reads them; neither knows the other's insides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import GraphQLField, GraphQLInputField, GraphQLNamedType
from sqlalchemy import ColumnElement
from sqlalchemy.orm import DeclarativeBase

from schema.access.caller import Caller

BINDING = "binding"  # the key in a field's metadata

Model = type[DeclarativeBase]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the type's model, or an expression over its columns."""

    expression: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Redactions:
    """The names of the type's columns that are withheld from the caller in this row."""


@dataclass(frozen=True, slots=True)
class GlobalId:
    """The model's key behind the type's name: student_123."""


@dataclass(frozen=True, slots=True)
class ToOne:
    """The one row at the other end of a relationship, null where there is none."""

    relationship: Any


@dataclass(frozen=True, slots=True)
class Ordering:
    """The order of a connection that was not asked for another one."""

    columns: tuple[str, ...]  # attributes of the model; its key is always added
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of rows: those of a relationship, or every row of the node's model."""

    default_order: Ordering
    relationship: Any | None = None
    condition: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What the rows of a relationship come to: an aggregate over the columns of its target."""

    relationship: Any
    expression: ColumnElement[Any]
    condition: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the row's own fields, as an object within the object."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The rows of a relationship, put together where they agree in some columns."""

    relationship: Any
    by: tuple[str, ...]  # attributes of the target; the groups are in their order


@dataclass(frozen=True, slots=True)
class OfGroup:
    """In a group: an aggregate over the columns of its rows."""

    expression: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Members:
    """In a group: its rows."""

    order: tuple[str, ...]  # attributes of the model


@dataclass(frozen=True, slots=True)
class Count:
    """At root: how many rows of a model a filter matches."""

    model: Model


@dataclass(frozen=True, slots=True)
class LookUp:
    """At root: the one row that a unique key names."""


@dataclass(frozen=True, slots=True)
class LookUpById:
    """At root: the one row that a global id names."""

    key: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Single:
    """At root: the one row that a condition names."""

    condition: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class NodeById:
    """At root: the row, or rows in order, that global ids name."""

    many: bool


@dataclass(frozen=True, slots=True)
class FromCaller:
    """A value, or plain objects with the fields as attributes, that follow from who asks."""

    value: Callable[[Caller], Any]


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that Python makes from columns of the row, on the slow path."""

    needs: Mapping[str, ColumnElement[Any]]
    compute: Callable[[Any, Mapping[str, Any]], Any]  # (context, values by need)


@dataclass(frozen=True, slots=True)
class Key:
    """In a look-up input: the unique column that this key is held against."""

    expression: ColumnElement[Any]
    convert: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """In a look-up input: several columns that are unique together, each a member's key."""


@dataclass(frozen=True, slots=True)
class FilterOn:
    """In a filter input: what this member's operators compare."""

    expression: ColumnElement[Any]
    convert: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class FilterRelated:
    """In a filter input: what is asked of the row, or the rows, of a relationship."""

    relationship: Any


class Quantifier(Enum):
    """In an input that asks something of many rows: of how many of them."""

    SOME = "some"
    NONE = "none"


class Combine(Enum):
    """In a filter input: members that join other filters."""

    AND = "and"
    OR = "or"
    NOT = "not"


class Operator(Enum):
    """In an operators input (StringFilter, …): one comparison."""

    EQUAL = "eq"
    IN = "in"
    STARTS_WITH = "startsWith"
    LESS = "lt"
    AT_MOST = "lte"
    MORE = "gt"
    AT_LEAST = "gte"


def binding_of(field: GraphQLField | GraphQLInputField) -> Any:
    """Return what stands behind a field; None means Python answers it."""
    definition = field.extensions.get("strawberry-definition")
    return definition.metadata.get(BINDING) if definition is not None else None


def model_of(type_: GraphQLNamedType) -> Model | None:
    """Return the model whose rows a GraphQL type shows; None means it shows no rows."""
    definition = type_.extensions.get("strawberry-definition")
    origin = getattr(definition, "origin", None)
    return getattr(origin, "__record__", None)
