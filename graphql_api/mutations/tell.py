"""Tell: what was done, for the auditor and for whoever listens, with the change itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from graphql_api.context import Context
from graphql_api.planner.fixed import fixed
from schema.audit import TELL, audit_entry, told
from schema.events import Event, record
from schema.models import AuditEntry

_TELL = fixed(TELL)
_AUDIT = fixed(
    insert(AuditEntry).inline(),
    *("subject", "role", "action", "entity", "entity_id", "reason", "changes"),
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
    entry = audit_entry(
        context.caller, action, entity=entity, entity_id=entity_id, reason=reason, changes=changes
    )
    context.transaction.later(_AUDIT, entry)


def announce(context: Context, event: Event) -> None:
    """Record an event for whoever listens, with the change itself."""
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
    _tell(context, [(entry, event)])


def tell_each(
    context: Context, action: str, done: Sequence[tuple[Event, str | None]], *, entity: str
) -> None:
    """Record what was done to many records, and each one's reason, in one statement."""
    if not done:
        return
    _tell(
        context,
        [
            (audit_entry(context.caller, action, entity=entity, entity_id=e.entity_id, reason=w), e)
            for e, w in done
        ],
    )


def _tell(context: Context, acts: Sequence[tuple[dict[str, Any], Event]]) -> None:
    context.transaction.later(_TELL, told(acts, context.trace_header))
