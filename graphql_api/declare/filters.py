"""Operators: what a filter can ask of one field, by the field's type."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import strawberry

from graphql_api.declare.fields import combine, operator, quantifier
from graphql_api.planner.bindings import Combine, Operator, Quantifier

Member = TypeVar("Member")

EQUAL = "Is this value; null asks for rows without one."
IN = "Is one of these values; an empty list matches nothing."


@strawberry.input(description="Asks something of a global id.")
class IdFilter:
    eq: strawberry.ID | None = operator(Operator.EQUAL, EQUAL)
    in_: list[strawberry.ID] | None = operator(Operator.IN, IN)


@strawberry.input(description="Asks something of a text.")
class StringFilter:
    eq: str | None = operator(Operator.EQUAL, EQUAL)
    in_: list[str] | None = operator(Operator.IN, IN)
    starts_with: str | None = operator(Operator.STARTS_WITH, "Begins with this text.")


@strawberry.input(description="Asks something of a whole number.")
class IntFilter:
    eq: int | None = operator(Operator.EQUAL, EQUAL)
    in_: list[int] | None = operator(Operator.IN, IN)
    lt: int | None = operator(Operator.LESS, "Is less than this.")
    lte: int | None = operator(Operator.AT_MOST, "Is at most this.")
    gt: int | None = operator(Operator.MORE, "Is more than this.")
    gte: int | None = operator(Operator.AT_LEAST, "Is at least this.")


@strawberry.input(description="Asks something of an exact decimal number.")
class DecimalFilter:
    eq: Decimal | None = operator(Operator.EQUAL, EQUAL)
    lt: Decimal | None = operator(Operator.LESS, "Is less than this.")
    lte: Decimal | None = operator(Operator.AT_MOST, "Is at most this.")
    gt: Decimal | None = operator(Operator.MORE, "Is more than this.")
    gte: Decimal | None = operator(Operator.AT_LEAST, "Is at least this.")


@strawberry.input(description="Asks something of a day.")
class DateFilter:
    eq: date | None = operator(Operator.EQUAL, EQUAL)
    lt: date | None = operator(Operator.LESS, "Is before this day.")
    lte: date | None = operator(Operator.AT_MOST, "Is this day or before.")
    gt: date | None = operator(Operator.MORE, "Is after this day.")
    gte: date | None = operator(Operator.AT_LEAST, "Is this day or after.")


@strawberry.input(description="Asks something of a moment.")
class DateTimeFilter:
    eq: datetime | None = operator(Operator.EQUAL, EQUAL)
    lt: datetime | None = operator(Operator.LESS, "Is before this moment.")
    lte: datetime | None = operator(Operator.AT_MOST, "Is this moment or before.")
    gt: datetime | None = operator(Operator.MORE, "Is after this moment.")
    gte: datetime | None = operator(Operator.AT_LEAST, "Is this moment or after.")


@strawberry.input(description="Asks something of a yes or no.")
class BooleanFilter:
    eq: bool | None = operator(Operator.EQUAL, EQUAL)


@strawberry.input(description="Asks something of one of a few known values.")
class EnumFilter(Generic[Member]):
    eq: Member | None = operator(Operator.EQUAL, EQUAL)
    in_: list[Member] | None = operator(Operator.IN, IN)


def all_of() -> Any:
    """Declare the member `and` of a filter."""
    return combine(Combine.AND, "Rows that match all of these filters.")


def any_of() -> Any:
    """Declare the member `or` of a filter."""
    return combine(
        Combine.OR, "Rows that match any of these filters; an empty list matches nothing."
    )


def none_of() -> Any:
    """Declare the member `not` of a filter."""
    return combine(Combine.NOT, "Rows that do not match this filter.")


def some() -> Any:
    """Declare the member `some` of what is asked of many rows."""
    return quantifier(Quantifier.SOME, "There is at least one that you may see and that matches.")


def none() -> Any:
    """Declare the member `none` of what is asked of many rows."""
    return quantifier(Quantifier.NONE, "There is none that you may see and that matches.")


def stored(member: object) -> str:
    """Return an enum member as its column stores it."""
    return str(getattr(member, "value", member))
