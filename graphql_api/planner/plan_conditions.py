"""Plan, conditions: what rows must be like, and the values that are bound for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.types import TypeEngine

from graphql_api.planner.arguments import Source
from graphql_api.planner.bindings import Operator
from schema.access.caller import Caller


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that is bound each time the statement runs."""

    source: Source
    convert: Callable[[Any], Any]
    type_: TypeEngine[Any]


@dataclass(frozen=True, slots=True)
class CallerParameter:
    """A value bound from who asks."""

    value: Callable[[Caller], Any]
    type_: TypeEngine[Any]


@dataclass(frozen=True, slots=True)
class Compare:
    """One comparison of an expression with a bound value."""

    expression: ColumnElement[Any]
    operator: Operator
    parameter: Parameter
    upper: Parameter | None = None  # STARTS_WITH: the first text after the prefix


@dataclass(frozen=True, slots=True)
class All:
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any_:
    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition that a binding states, without values."""

    expression: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Exists:
    """There is a related row that a condition holds for."""

    relationship: Any
    condition: "Condition"


Condition = Compare | All | Any_ | Not | Holds | Exists
