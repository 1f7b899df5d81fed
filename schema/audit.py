"""The audit log: who did what to which record, and how that changed the record."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Text, bindparam, text

from schema.access.caller import Caller
from schema.events.event import Event

# Column → [before, after].
Changes = dict[str, list[str | None]]

# Acts, each with its event: one statement, however many there are to tell of. No RETURNING: who
# writes the audit log and the outbox may not read them.
TELL = text(
    "WITH told AS (SELECT * FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS told (subject text,"
    " role text, action text, entity text, entity_id bigint, reason text, changes jsonb,"
    " type text, version int, payload jsonb, trace_header text)),"
    " audited AS (INSERT INTO audit_entry"
    " (subject, role, action, entity, entity_id, reason, changes)"
    " SELECT subject, role, action, entity, entity_id, reason, changes FROM told)"
    " INSERT INTO outbox (type, version, entity_id, payload, trace_header)"
    " SELECT type, version, entity_id, payload, trace_header FROM told"
).bindparams(bindparam("told", type_=Text, required=True))


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


def told(acts: Iterable[tuple[dict[str, Any], Event]], trace_header: str | None) -> dict[str, str]:
    """Return the parameters of `TELL` for acts, as `audit_entry` makes them."""
    rows = [
        {
            **entry,
            "type": event.type,
            "version": event.version,
            "payload": event.payload(),
            "trace_header": trace_header,
        }
        for entry, event in acts
    ]
    return {"told": json.dumps(rows)}


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
