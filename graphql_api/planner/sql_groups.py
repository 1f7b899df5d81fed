"""Groups of a plan → one SELECT each, which reads the related rows once."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from graphql_api.planner.json_text import concat, text
from graphql_api.planner.plan import Groups, Members, Summed
from graphql_api.planner.sql_aggregates import Values
from graphql_api.planner.sql_relations import adapted, of_parent

if TYPE_CHECKING:
    from graphql_api.planner.sql import Emitter


def groups_select(emitter: "Emitter", groups: Groups, parent: FromClause) -> Select[str]:
    """Return the SELECT of the groups that the rows related to `parent` make."""
    relationship = groups.relationship.property
    source = emitter.alias(relationship.mapper.local_table)
    joined: FromClause = source
    columns: dict[str, ColumnElement[Any]] = {}
    for planned in groups.fields:
        if isinstance(planned, Summed):
            columns[planned.key] = adapted(planned.expression, source)
        elif isinstance(planned, Members):
            columns[planned.key], joined = _listed(emitter, planned, source, joined)
    by = [source.c[column] for column in groups.by]
    values = [column.label(f"value_{i}") for i, column in enumerate(columns.values(), 1)]
    query: Select[Any] = select(literal_column("1")).select_from(joined)
    query = of_parent(emitter, query, relationship, source, parent)
    grouped = query.with_only_columns(*by, *values, maintain_column_froms=True).group_by(*by)
    rows = grouped.subquery(emitter.name("grouped"))
    known: Values = {key: rows.c[made.name] for key, made in zip(columns, values, strict=True)}
    body, shown = emitter.object(groups.fields, rows, known=known)
    order = [rows.c[column] for column in groups.by]
    listed = func.string_agg(concat(body), aggregate_order_by(text(","), *order))
    return select(concat(["[", listed, "]"])).select_from(shown)


def _listed(
    emitter: "Emitter", members: Members, source: FromClause, joined: FromClause
) -> tuple[ColumnElement[Any], FromClause]:
    body, joined = emitter.object(members.fields, source, joined)
    order = [source.c[column] for column in members.order]
    return func.string_agg(concat(body), aggregate_order_by(text(","), *order)), joined
