"""Change a record: what an update of any topic does to a row, and what it says it did."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from graphql_api.mutations.user_errors import (
    Refused,
    UserError,
    constraint_as_user_error,
    version_conflict,
)
from schema.audit import Changes, differences
from schema.models import Record


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
        for name in changes:
            setattr(record, name, values[name])
        record.src_hash = None  # no longer as an import left it
    return changes
