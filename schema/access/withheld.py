"""Withheld values: columns that some callers see as if they held nothing."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, case
from sqlalchemy.sql.visitors import iterate

# In a column's info: the condition, over its own table, under which a caller is shown it.
SHOWN_IF = "shown_if"


def shown_if(expression: ColumnElement[Any]) -> ColumnElement[bool] | None:
    """Return when a caller is shown what an expression makes of columns; None means always."""
    conditions = list({id(condition): condition for condition in _conditions(expression)}.values())
    return and_(*conditions) if conditions else None


def as_shown(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an expression as a caller sees it: null where it is withheld."""
    condition = shown_if(expression)
    return expression if condition is None else case((condition, expression))


def _conditions(expression: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
    for element in iterate(expression):
        if isinstance(element, Column) and SHOWN_IF in element.info:
            yield element.info[SHOWN_IF]
