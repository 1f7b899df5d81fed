"""The outbox: events wait here, in the transaction that caused them, to be relayed."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import text

from schema.events.event import Event

# No RETURNING: the roles that write events may not read them.
INSERT_EVENT = text(
    "INSERT INTO outbox (type, version, entity_id, payload, trace_header)"
    " VALUES (:type, :version, :entity_id, CAST(:payload AS jsonb), :trace_header)"
)


class Executor(Protocol):
    """What can run a statement: a SQLAlchemy connection or session."""

    def execute(self, statement: Any, parameters: Any = ..., /) -> Any:
        """Run one statement."""
        ...


def record(executor: Executor, *events: Event, trace_header: str | None = None) -> None:
    """Record events; they go out once the caller's transaction has committed."""
    if events:
        executor.execute(INSERT_EVENT, _rows(events, trace_header))


def _rows(events: Sequence[Event], trace_header: str | None) -> list[dict[str, Any]]:
    return [
        {
            "type": event.type,
            "version": event.version,
            "entity_id": event.entity_id,
            "payload": json.dumps(event.payload()),
            "trace_header": trace_header,
        }
        for event in events
    ]
