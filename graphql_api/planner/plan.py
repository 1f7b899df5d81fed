"""Plan: what one operation will read, decided and frozen.

Nothing below is GraphQL and nothing is SQL text: a plan can be compared,
kept, and turned into a statement without a further decision.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import ColumnElement

from graphql_api.planner.bindings import Model
from graphql_api.planner.plan_conditions import CallerParameter, Condition, Parameter


class Codec(Enum):
    """How a column's value is written as JSON."""

    TEXT = auto()  # anything, so it must be escaped
    QUOTED = auto()  # dates and decimals, which hold nothing to escape
    NUMBER = auto()
    BOOLEAN = auto()
    INSTANT = auto()  # a timestamp, at UTC
    ENUM = auto()  # stored in lower case, shown in upper case


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer that is known without asking: JSON text."""

    key: str
    json: str


@dataclass(frozen=True, slots=True)
class Value:
    key: str
    expression: ColumnElement[Any]
    codec: Codec
    prefix: str = ""  # of a global id


@dataclass(frozen=True, slots=True)
class Supplied:
    key: str
    parameter: CallerParameter  # JSON text


@dataclass(frozen=True, slots=True)
class One:
    """A row at the other end of a relationship."""

    key: str
    relationship: Any
    fields: "Fields"
    nullable: bool


@dataclass(frozen=True, slots=True)
class Related:
    """The rows at the other end of a relationship that a condition holds for."""

    relationship: Any
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What related rows come to; aggregates of the same `of` are made together."""

    key: str
    of: Related
    expression: ColumnElement[Any]
    codec: Codec
    nullable: bool


@dataclass(frozen=True, slots=True)
class Part:
    """An object made of the same row."""

    key: str
    fields: "Fields"


@dataclass(frozen=True, slots=True)
class Groups:
    """Related rows that agree in the columns `by`, as one object each, in that order."""

    key: str
    relationship: Any
    by: tuple[str, ...]
    fields: "Fields"


@dataclass(frozen=True, slots=True)
class Summed:
    """In a group: what its rows come to."""

    key: str
    expression: ColumnElement[Any]
    codec: Codec
    nullable: bool


@dataclass(frozen=True, slots=True)
class Members:
    key: str
    order: tuple[str, ...]
    fields: "Fields"


@dataclass(frozen=True, slots=True)
class OrderBy:
    column: str  # attribute of the model
    descending: bool


@dataclass(frozen=True, slots=True)
class Keyset:
    """Where a page begins: after the row that a cursor names."""

    parameters: tuple[Parameter, ...]  # one an order column


@dataclass(frozen=True, slots=True)
class Nodes:
    key: str
    fields: "Fields"


@dataclass(frozen=True, slots=True)
class Edges:
    key: str
    parts: tuple["EdgePart", ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    key: str


@dataclass(frozen=True, slots=True)
class EdgeNode:
    key: str
    fields: "Fields"


EdgePart = Cursor | EdgeNode | Text


@dataclass(frozen=True, slots=True)
class PageInfo:
    key: str
    names: tuple[tuple[str, str], ...]  # (key, field) in the answer's order


@dataclass(frozen=True, slots=True)
class TotalCount:
    key: str
    names: tuple[tuple[str, str], ...]


PagePart = Nodes | Edges | PageInfo | TotalCount | Text


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a model, in order, from a cursor on."""

    key: str
    model: Model
    relationship: Any | None
    condition: Condition | None
    order: tuple[OrderBy, ...]
    tag: str  # names the order; cursors carry it
    size: int
    start: Keyset | None
    backward: bool
    parts: tuple[PagePart, ...]


Field = Text | Value | Supplied | One | Page | Aggregate | Part | Groups | Summed | Members
Fields = tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """At root: at most one row of a model."""

    key: str
    model: Model
    condition: Condition
    fields: Fields
    nullable: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """At root: a count of rows."""

    key: str
    model: Model
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Branch:
    """What is read of one type when an id names it."""

    prefix: str
    model: Model
    fields: Fields


@dataclass(frozen=True, slots=True)
class ById:
    """At root: the rows that global ids name, in the order of the ids."""

    key: str
    prefixes: Parameter
    keys: Parameter
    branches: tuple[Branch, ...]
    many: bool
    nullable: bool = True  # what an id may name that names nothing


Root = Text | Supplied | Page | Row | Tally | ById


@dataclass(frozen=True, slots=True)
class Operation:
    """Everything one request reads: the keys of `data`."""

    roots: tuple[Root, ...]
    strict: bool  # an impossible null stops the answer; otherwise it is written as null
