"""Relationships of a plan → the rows at their other end, in SQL."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, literal_column
from sqlalchemy.sql.util import ClauseAdapter

from schema.models.base import RecordStatus

if TYPE_CHECKING:
    from graphql_api.planner.sql import Emitter


def adapted(expression: ColumnElement[Any], row: FromClause) -> ColumnElement[Any]:
    """Return an expression over a model as the same over an alias of its table."""
    return ClauseAdapter(row).traverse(expression)


def of_parent(
    emitter: "Emitter", query: Select[Any], relationship: Any, source: Any, parent: FromClause
) -> Select[Any]:
    """Return a query of `source`, narrowed to the rows that belong to a row of `parent`."""
    if relationship.secondary is None:
        for local, remote in relationship.local_remote_pairs:
            query = query.where(source.c[remote.key] == adapted(local, parent))
        return query.correlate(parent)
    between = emitter.alias(relationship.secondary)
    for local, link in relationship.synchronize_pairs:
        query = query.where(between.c[link.key] == adapted(local, parent))
    for remote, link in relationship.secondary_synchronize_pairs:
        query = query.where(source.c[remote.key] == between.c[link.key])
    if "status" in between.c:  # what is out of use links nothing any more
        query = query.where(between.c.status == literal_column(f"'{RecordStatus.ACTIVE}'"))
    return query.select_from(between).correlate(parent)
