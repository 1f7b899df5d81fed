"""Change a record: what an update of any topic does to a row, and what it says it did."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from graphql_api.mutations.user_errors import (
    Refused,
    UserError,
    constraint_as_user_error,
    version_conflict,
)
from schema.audit import Changes, differences
from schema.models import Base, Record


def expect_version(record: Record, expected: int | None) -> None:
    """Compare the version that the caller has read with the record's own.

    Raises:
        Refused: the record was changed since.
    """
    if expected not in (None, record.version):
        raise Refused(version_conflict(record.version))


def change(
    session: Session,
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
    with constraint_as_user_error(session, constraints):
        _write(session, record, {name: values[name] for name in changes})
    return changes


def _write(session: Session, record: Record, values: Mapping[str, Any]) -> None:
    """Write to a record as the ORM would, without the time that its unit of work takes."""
    read = {"read_id": record.id, "read_version": record.version}
    statement = written_row(Base.metadata.tables[record.__tablename__])
    written = session.connection().execute(statement, {**values, **read})
    if written.rowcount != 1:
        raise StaleDataError("The row is not as it was read, or may not be written.")
    session.expunge(record)  # who asks for it again gets what the database made of it
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1


@cache
def written_row(table: Table) -> Update:
    """What is written to a record besides the values, unless somebody else wrote meanwhile."""
    unchanged = (table.c.id == bindparam("read_id"), table.c.version == bindparam("read_version"))
    # It is no longer as an import left it.
    return update(table).where(*unchanged).values(version=table.c.version + 1, src_hash=None)
