"""Events of the worker's own doing, into the outbox of the caller's transaction."""

import json

from psycopg2.extensions import cursor as Cursor

from ec2_batch.transaction import run
from schema.events import Event

INSERT = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
VALUES (%(type)s, %(version)s, %(entity_id)s, %(payload)s, %(trace)s)
"""


def record_event(cursor: Cursor, event: Event, trace_header: str | None) -> None:
    """Record an event; it goes out once the transaction has committed."""
    parameters = {
        "type": event.type,
        "version": event.version,
        "entity_id": event.entity_id,
        "payload": json.dumps(event.payload()),
        "trace": trace_header,
    }
    run(cursor, "record event", INSERT, parameters)
