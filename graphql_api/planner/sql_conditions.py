"""Conditions and orders of a plan → SQLAlchemy expressions over one alias."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    any_,
    false,
    literal_column,
    not_,
    or_,
    select,
    true,
    tuple_,
)

from graphql_api.planner.bindings import Operator
from graphql_api.planner.plan import Keyset, OrderBy
from graphql_api.planner.plan_conditions import (
    All,
    Any_,
    Compare,
    Condition,
    Exists,
    Holds,
    Not,
    Parameter,
)
from graphql_api.planner.sql_relations import adapted, of_parent
from schema.access.withheld import shown_if

if TYPE_CHECKING:
    from graphql_api.planner.sql import Emitter

Bind = Callable[[Parameter], ColumnElement[Any]]


def condition_sql(condition: Condition, row: FromClause, emitter: "Emitter") -> ColumnElement[bool]:
    """Return a condition over `row`; values are bound, never written."""
    match condition:
        case All(conditions):
            return and_(true(), *(condition_sql(c, row, emitter) for c in conditions))
        case Any_(conditions):
            return or_(false(), *(condition_sql(c, row, emitter) for c in conditions))
        case Not(Exists() as inner):
            return not_(condition_sql(inner, row, emitter))
        case Not(inner):
            # An unknown is not a match, so its negation is one.
            return condition_sql(inner, row, emitter).is_not(true())
        case Holds(expression):
            return adapted(expression, row)
        case Exists(relationship, inner):
            return _exists(relationship.property, inner, row, emitter)
        case Compare():
            compared = _compare(condition, row, emitter.bind)
            shown = shown_if(condition.expression)
            # Beside the comparison and not around its column, which would cost the index.
            return compared if shown is None else and_(compared, adapted(shown, row))


def _exists(
    relationship: Any, condition: Condition, row: FromClause, emitter: "Emitter"
) -> ColumnElement[bool]:
    source = emitter.alias(relationship.mapper.local_table)
    query: Select[Any] = select(literal_column("1")).select_from(source)
    query = of_parent(emitter, query, relationship, source, row)
    return query.where(condition_sql(condition, source, emitter)).exists()


def _compare(compare: Compare, row: FromClause, bind: Bind) -> ColumnElement[bool]:
    left, right = adapted(compare.expression, row), bind(compare.parameter)
    if compare.operator is Operator.STARTS_WITH:
        assert compare.upper is not None
        left = _by_code_point(left)
        return and_(left >= right, left < bind(compare.upper))
    comparison: dict[Operator, Callable[[], ColumnElement[bool]]] = {
        Operator.EQUAL: lambda: left == right,
        Operator.IN: lambda: left == any_(right),
        Operator.LESS: lambda: left < right,
        Operator.AT_MOST: lambda: left <= right,
        Operator.MORE: lambda: left > right,
        Operator.AT_LEAST: lambda: left >= right,
    }
    return comparison[compare.operator]()


def _by_code_point(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    if getattr(expression.type, "collation", None) == "C":
        return expression
    return expression.collate("C")


def ordering(
    order: tuple[OrderBy, ...], row: FromClause, backward: bool
) -> list[ColumnElement[Any]]:
    """Return the ORDER BY of a page; a backward page is read from its end."""
    return [
        row.c[o.column].desc() if o.descending != backward else row.c[o.column].asc() for o in order
    ]


def after(
    keyset: Keyset, order: tuple[OrderBy, ...], row: FromClause, backward: bool, bind: Bind
) -> ColumnElement[bool]:
    """Return the condition that holds for the rows behind a cursor."""
    columns = [row.c[o.column] for o in order]
    values = [bind(parameter) for parameter in keyset.parameters]
    down = [o.descending != backward for o in order]
    if len(set(down)) == 1:  # one direction: a row comparison, which an index serves
        left, right = tuple_(*columns), tuple_(*values)
        return left < right if down[0] else left > right
    steps = []
    for i, column in enumerate(columns):
        same = [columns[j] == values[j] for j in range(i)]
        steps.append(and_(*same, column < values[i] if down[i] else column > values[i]))
    return or_(*steps)
