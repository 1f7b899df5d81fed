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
from schema.models import Record

# For the audit log: column → [before, after].
Changes = dict[str, list[str | None]]


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
    changes = _differences(record, values)
    if not changes:
        return changes
    with constraint_as_user_error(session, constraints):
        for name in changes:
            setattr(record, name, values[name])
        record.src_hash = None  # no longer as an import left it
    return changes


def _differences(record: Record, values: Mapping[str, Any]) -> Changes:
    before = {name: getattr(record, name) for name in values}
    return {
        name: [_text(before[name]), _text(value)]
        for name, value in values.items()
        if before[name] != value
    }


def new_record_changes(values: Mapping[str, Any]) -> Changes:
    """Return what the audit log says of a new record: there was nothing before."""
    return {name: [None, _text(value)] for name, value in values.items() if value is not None}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
