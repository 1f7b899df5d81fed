"""Aggregates of the reference: what rows come to, in plain Python."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement
from sqlalchemy.sql.elements import BinaryExpression, FunctionFilter, Grouping
from sqlalchemy.sql.functions import FunctionElement

from tests.graphql_api.reference_records import evaluate


@dataclass(frozen=True)
class Group:
    """Rows that agree in some columns; what they agree in is that of any of them."""

    rows: list[Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rows[0], name)


def any_of(row: Any) -> Any:
    """Return a row or, of a group, one that says what all of them agree in."""
    return row.rows[0] if isinstance(row, Group) else row


def grouped(rows: list[Any], by: tuple[str, ...]) -> list[Group]:
    """Return the groups that rows make, in the order of what they agree in."""
    found: dict[Any, list[Any]] = {}
    for row in sorted(rows, key=attrgetter(*by)):
        found.setdefault(attrgetter(*by)(row), []).append(row)
    return [Group(same) for same in found.values()]


def summed(expression: ColumnElement[Any], rows: list[Any]) -> Any:
    """Return what an aggregate over a model's columns comes to for some rows."""
    if isinstance(expression, Grouping):
        return summed(expression.element, rows)
    if isinstance(expression, ColumnClause) and expression.is_literal:
        return Decimal(expression.name)
    if isinstance(expression, FunctionFilter):
        kept = [row for row in rows if evaluate(expression.criterion, row)]
        return summed(expression.func, kept)
    if isinstance(expression, BinaryExpression):
        left, right = summed(expression.left, rows), summed(expression.right, rows)
        return None if left is None or right is None else expression.operator(left, right)
    assert isinstance(expression, FunctionElement)
    return _function(expression.name, list(expression.clauses), rows)


def _function(name: str, arguments: list[Any], rows: list[Any]) -> Any:
    match name:
        case "count":  # of rows: nothing counts a column
            return len(rows)
        case "round":
            value, digits = (summed(argument, rows) for argument in arguments)
            digit = Decimal(1).scaleb(-int(digits))
            return None if value is None else value.quantize(digit, ROUND_HALF_UP)
        case "coalesce":
            value, other = (summed(argument, rows) for argument in arguments)
            return other if value is None else value
        case "nullif":
            value, nothing = (summed(argument, rows) for argument in arguments)
            return None if value == nothing else value
    known = [value for row in rows if (value := evaluate(arguments[0], row)) is not None]
    of_known = {"sum": sum, "max": max, "min": min, "avg": lambda all_: sum(all_) / len(all_)}
    return of_known[name](known) if known else None
