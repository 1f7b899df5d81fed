"""The audit log: who did what to which record, and how that changed the record."""

from collections.abc import Mapping
from typing import Any

from schema.access.caller import Caller

# Column → [before, after].
Changes = dict[str, list[str | None]]


def audit_entry(
    caller: Caller,
    action: str,
    *,
    entity: str,
    entity_id: int,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the row of an act, as the audit log keeps it."""
    return {
        "subject": caller.subject,
        "role": caller.role.value,
        "action": action,
        "entity": entity,
        "entity_id": entity_id,
        "reason": reason,
        "changes": changes,
    }


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Return what an act changes of a record; empty means nothing."""
    return {
        name: [_text(before[name]), _text(value)]
        for name, value in after.items()
        if before[name] != value
    }


def new_record_changes(values: Mapping[str, Any]) -> Changes:
    """Return what the audit log says of a new record: there was nothing before."""
    return {name: [None, _text(value)] for name, value in values.items() if value is not None}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
