"""Aggregates of the reference: what rows come to, in plain Python."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.functions import FunctionElement

from tests.graphql_api.reference_records import evaluate


def summed(expression: ColumnElement[Any], rows: list[Any]) -> Any:
    """Return what an aggregate over a model's columns comes to for some rows."""
    if isinstance(expression, Grouping):
        return summed(expression.element, rows)
    assert isinstance(expression, FunctionElement)
    arguments: list[Any] = list(expression.clauses)
    if expression.name == "round":
        value, digits = summed(arguments[0], rows), int(evaluate(arguments[1], None))
        return None if value is None else value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if expression.name == "count":  # of rows: nothing counts a column
        assert str(arguments[0]) == "*"
        return len(rows)
    values = [evaluate(arguments[0], row) for row in rows]
    known = [value for value in values if value is not None]
    if not known:
        return None
    match expression.name:
        case "avg":
            return sum(known) / len(known)
        case "max":
            return max(known)
        case "min":
            return min(known)
    raise NotImplementedError(expression.name)
