"""The relay: events from the outbox to EventBridge, each at least once."""

import json
import logging
import select
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Event as Signal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.transaction import connect, run, transaction
from schema.events import ReportRequested

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "student-cloud"
BATCH = 500  # events in a transaction
ENTRIES = 10  # in a call; the most that EventBridge takes
CALLS = 4  # at once
# Somebody waits for these, and an import may have left a million others before them.
URGENT = [ReportRequested.type]
WAKE_SECONDS = 1.0  # a notification may be lost, and a transaction may hide younger events

# An event's number says when it was written and not when it was committed: one of a transaction
# that still runs may come before. Only events older than every running transaction go out.
TAKE = """
SELECT id, event_id, type, version, payload, trace_header, created_at FROM outbox
WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
  AND (type = ANY (%(urgent)s)) = %(wanted)s
ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
"""
DELETE = "DELETE FROM outbox WHERE id = ANY (%(sent)s)"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pending:
    """An event that waits in the outbox."""

    id: int
    event_id: UUID
    type: str
    version: int
    payload: dict[str, Any]
    trace_header: str | None
    created_at: datetime

    def entry(self, bus: str) -> "PutEventsRequestEntryTypeDef":
        """Return the event as EventBridge takes it."""
        detail = {
            "eventId": str(self.event_id),
            "version": self.version,
            "occurredAt": self.created_at.isoformat().replace("+00:00", "Z"),
            "trace": self.trace_header,
            **self.payload,
        }
        entry: PutEventsRequestEntryTypeDef = {
            "Source": SOURCE,
            "DetailType": self.type,
            "Detail": json.dumps(detail),
            "EventBusName": bus,
            "Time": self.created_at,
        }
        if self.trace_header:
            entry["TraceHeader"] = self.trace_header
        return entry


def relay_batch(connection: Connection, events: "EventBridgeClient", bus: str) -> tuple[int, int]:
    """Send what waits and forget what was taken; return how many went and how many did not.

    If this ends between the two, the same events go out again: consumers know them by their id.
    """
    with transaction(connection) as cursor:
        pending = _take(cursor, urgent=True) + _take(cursor, urgent=False)
        with ThreadPoolExecutor(CALLS) as calls:
            taken = calls.map(lambda some: list(_sent(some, events, bus)), _tens(pending))
            sent = [event.id for some in taken for event in some]
        if sent:
            run(cursor, "delete events", DELETE, {"sent": sent})
    return len(sent), len(pending) - len(sent)


def _take(cursor: Cursor, *, urgent: bool) -> list[Pending]:
    parameters = {"batch": BATCH, "urgent": URGENT, "wanted": urgent}
    return [Pending(*row) for row in run(cursor, "take events", TAKE, parameters)]


def _sent(some: Sequence[Pending], events: "EventBridgeClient", bus: str) -> Iterator[Pending]:
    """Send up to ten events and yield those that were taken."""
    answer = events.put_events(Entries=[event.entry(bus) for event in some])
    for event, entry in zip(some, answer["Entries"], strict=True):
        if "EventId" in entry:
            yield event
        else:
            extra = {"event_type": event.type, "code": entry.get("ErrorCode")}
            logger.warning("event was not taken", extra=extra)


def _tens(pending: Sequence[Pending]) -> Iterator[list[Pending]]:
    rest = iter(pending)
    while some := list(islice(rest, ENTRIES)):
        yield some


def relay_events(engine: Engine, events: "EventBridgeClient", bus: str, stopping: Signal) -> None:
    """Relay what comes into the outbox until told to stop.

    Raises:
        Exception: database or EventBridge is away; nothing is lost, call it again.
    """
    with connect(engine) as connection, _listening(engine) as listener:
        while not stopping.is_set():
            sent, kept = relay_batch(connection, events, bus)
            if sent:
                logger.info("events relayed", extra={"sent": sent, "kept": kept})
            if sent + kept < BATCH or kept:
                _wait(listener, WAKE_SECONDS)


@contextmanager
def _listening(engine: Engine) -> Iterator[Connection]:
    """Hold a connection that is told when an event was committed."""
    with connect(engine) as connection:
        connection.set_session(autocommit=True)
        try:
            connection.cursor().execute("LISTEN outbox")
            yield connection
        finally:
            # The pool takes it back, unless it is lost.
            with suppress(OperationalError, InterfaceError):
                connection.cursor().execute("UNLISTEN *")
                connection.set_session(autocommit=False)


def _wait(listener: Connection, seconds: float) -> None:
    select.select([listener], [], [], seconds)
    listener.poll()
    listener.notifies.clear()
