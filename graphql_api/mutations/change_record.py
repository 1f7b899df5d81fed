"""Change a record: what an update of any topic does to a row, and what it says it did."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm.exc import StaleDataError

from graphql_api.context import Context
from graphql_api.mutations.user_errors import (
    Refused,
    UserError,
    constraint_as_user_error,
    version_conflict,
)
from graphql_api.planner.fixed import fixed
from graphql_api.planner.sql import Statement
from graphql_api.transaction import Transaction
from schema.audit import Changes, differences
from schema.models import Base, Record

STATEMENTS_KEPT = 200  # for as many sets of columns


def expect_version(record: Record, expected: int | None) -> None:
    """Compare the version that the caller has read with the record's own.

    Raises:
        Refused: the record was changed since.
    """
    if expected not in (None, record.version):
        raise Refused(version_conflict(record.version))


def change(
    context: Context,
    record: Record,
    values: Mapping[str, Any],
    constraints: Mapping[str, UserError],
) -> Changes:
    """Write what differs to a locked record; an empty answer means that nothing does.

    Raises:
        Refused: a constraint stands against it.
    """
    changes = differences({name: getattr(record, name) for name in values}, values)
    if not changes:
        return changes
    with constraint_as_user_error(context.transaction.session, constraints):
        _write(context.transaction, record, {name: values[name] for name in changes})
    return changes


def _write(transaction: Transaction, record: Record, values: Mapping[str, Any]) -> None:
    """Write to a record as the ORM would, without the time that its unit of work takes."""
    read = {"read_id": record.id, "read_version": record.version}
    statement = written_row(Base.metadata.tables[record.__tablename__], tuple(sorted(values)))
    if transaction.run(statement, {**values, **read}).rowcount != 1:
        raise StaleDataError("The row is not as it was read, or may not be written.")
    if record in transaction.session:
        transaction.session.expunge(record)  # or what is set here would be written again
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1


@lru_cache(STATEMENTS_KEPT)
def written_row(table: Table, columns: tuple[str, ...]) -> Statement:
    """A change to some columns of a record, unless somebody else wrote to it meanwhile."""
    unchanged = (
        table.c.id == bindparam("read_id", required=True),
        table.c.version == bindparam("read_version", required=True),
    )
    # It is no longer as an import left it.
    written = update(table).where(*unchanged).values(version=table.c.version + 1, src_hash=None)
    return fixed(written, *columns)
