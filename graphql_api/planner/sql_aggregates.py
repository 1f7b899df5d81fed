"""Aggregates of a plan → one lateral sub-query for all that sum up the same rows."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, literal_column, select, true

from graphql_api.planner.plan import Aggregate, Fields, Related
from graphql_api.planner.sql_conditions import condition_sql
from graphql_api.planner.sql_relations import adapted, of_parent

if TYPE_CHECKING:
    from graphql_api.planner.sql import Emitter

Values = dict[str, ColumnElement[Any]]  # by the field's key


def aggregates(
    emitter: "Emitter", fields: Fields, row: FromClause, joined: FromClause
) -> tuple[Values, FromClause]:
    """Return the value of each aggregate among `fields`, and `row` joined with them."""
    values: Values = {}
    wanted: dict[int, list[Aggregate]] = {}
    for planned in fields:
        if isinstance(planned, Aggregate):
            wanted.setdefault(id(planned.of), []).append(planned)
    for same in wanted.values():
        made, joined = _lateral(emitter, same[0].of, same, row, joined)
        values |= made
    return values, joined


def _lateral(
    emitter: "Emitter", of: Related, same: list[Aggregate], row: FromClause, joined: FromClause
) -> tuple[Values, FromClause]:
    relationship = of.relationship.property
    source = emitter.alias(relationship.mapper.local_table)
    query: Select[Any] = select(literal_column("1")).select_from(source)
    query = of_parent(emitter, query, relationship, source, row)
    if of.condition is not None:
        query = query.where(condition_sql(of.condition, source, emitter))
    expressions = {id(planned.expression): planned.expression for planned in same}
    columns = {
        key: adapted(expression, source).label(f"value_{i}")
        for i, (key, expression) in enumerate(expressions.items(), 1)
    }
    summed = query.with_only_columns(*columns.values(), maintain_column_froms=True)
    lateral = summed.lateral(emitter.name("summed"))
    values: Values = {p.key: lateral.c[columns[id(p.expression)].name] for p in same}
    return values, joined.join(lateral, true())  # a sum of no rows is a row, too
