"""Tell: what was done, for the auditor and for whoever listens, with the change itself."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

from graphql_api.context import Context
from schema.audit import audit_entry
from schema.events import Event, record

# No RETURNING: who writes the audit log may not read it.
INSERT_ENTRY = text(
    "INSERT INTO audit_entry (subject, role, action, entity, entity_id, reason, changes)"
    " VALUES (:subject, :role, :action, :entity, :entity_id, :reason, CAST(:changes AS jsonb))"
)
# One statement, however many records there are to tell of.
INSERT_ENTRIES_AND_EVENTS = text(
    "WITH told AS (SELECT * FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS told (subject text,"
    " role text, action text, entity text, entity_id bigint, reason text, changes jsonb,"
    " type text, version int, payload jsonb, trace_header text)),"
    " audited AS (INSERT INTO audit_entry"
    " (subject, role, action, entity, entity_id, reason, changes)"
    " SELECT subject, role, action, entity, entity_id, reason, changes FROM told)"
    " INSERT INTO outbox (type, version, entity_id, payload, trace_header)"
    " SELECT type, version, entity_id, payload, trace_header FROM told"
)


def audit(
    context: Context,
    action: str,
    *,
    entity: str,
    entity_id: int,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done, for the auditor, with the change itself."""
    assert context.transaction is not None
    entry = audit_entry(
        context.caller, action, entity=entity, entity_id=entity_id, reason=reason, changes=changes
    )
    entry["changes"] = None if changes is None else json.dumps(changes)
    context.transaction.session.execute(INSERT_ENTRY, entry)


def announce(context: Context, event: Event) -> None:
    """Record an event for whoever listens, with the change itself."""
    assert context.transaction is not None
    record(context.transaction.session, event, trace_header=context.trace_header)


def tell(
    context: Context,
    action: str,
    event: Event,
    *,
    entity: str,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done, for the auditor and for whoever listens."""
    entry = audit_entry(
        context.caller,
        action,
        entity=entity,
        entity_id=event.entity_id,
        reason=reason,
        changes=changes,
    )
    _tell(context, [entry], [event])


def tell_each(
    context: Context, action: str, told: Sequence[tuple[Event, str | None]], *, entity: str
) -> None:
    """Record what was done to many records, and each one's reason, in one statement."""
    if not told:
        return
    entries = [
        audit_entry(context.caller, action, entity=entity, entity_id=event.entity_id, reason=why)
        for event, why in told
    ]
    _tell(context, entries, [event for event, _ in told])


def _tell(context: Context, entries: list[dict[str, Any]], events: list[Event]) -> None:
    assert context.transaction is not None
    told = [
        {
            **entry,
            "type": event.type,
            "version": event.version,
            "payload": event.payload(),
            "trace_header": context.trace_header,
        }
        for entry, event in zip(entries, events, strict=True)
    ]
    # Not the session's execute, which would look for something to write first.
    connection = context.transaction.session.connection()
    connection.execute(INSERT_ENTRIES_AND_EVENTS, {"told": json.dumps(told)})
