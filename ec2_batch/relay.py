"""The relay: events from the outbox to EventBridge, each at least once."""

import logging
import select
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from threading import Event as Signal
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import Json
from sqlalchemy import Engine

from ec2_batch.transaction import connect, run, transaction
from ec2_batch.waiting import Pending, Waiting
from schema.events import ImportApplyRequested, ImportUndoRequested, ReportRequested

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

BATCH = 100  # rows of the outbox in a transaction
ENTRIES = 10  # in a call; the most that EventBridge takes
CALLS = 4  # at once
# Somebody waits for these, and an import may have left a million others before them.
URGENT = [ReportRequested.type, ImportApplyRequested.type, ImportUndoRequested.type]
WAKE_SECONDS = 1.0  # a notification may be lost, and a transaction may hide younger events

# An event's number says when it was written and not when it was committed: one of a transaction
# that still runs may come before. Only events older than every running transaction go out.
TAKE = """
SELECT id, event_id, type, version, payload, entity_ids, trace_header, created_at FROM outbox
WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
  AND (type = ANY (%(urgent)s)) = %(wanted)s
ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
"""
DELETE = "DELETE FROM outbox WHERE id = ANY (%(sent)s)"
KEEP = "UPDATE outbox SET entity_ids = %(left)s, payload = %(payload)s WHERE id = %(id)s"

logger = logging.getLogger(__name__)


def relay_batch(connection: Connection, events: "EventBridgeClient", bus: str) -> tuple[int, int]:
    """Send what waits and forget what was taken; return how many went and how many did not.

    If this ends between the two, the same events go out again: consumers know them by their id.
    """
    with transaction(connection) as cursor:
        waiting = _take(cursor, urgent=True) + _take(cursor, urgent=False)
        pending = [event for row in waiting for event in row.events()]
        with ThreadPoolExecutor(CALLS) as calls:
            taken = calls.map(lambda some: list(_sent(some, events, bus)), _tens(pending))
            sent = {event.event_id for some in taken for event in some}
        _forget(cursor, waiting, sent)
    return len(sent), len(pending) - len(sent)


def _take(cursor: Cursor, *, urgent: bool) -> list[Waiting]:
    parameters = {"batch": BATCH, "urgent": URGENT, "wanted": urgent}
    return [Waiting(*row) for row in run(cursor, "take events", TAKE, parameters)]


def _forget(cursor: Cursor, waiting: Sequence[Waiting], sent: Set[UUID]) -> None:
    """Take out what was sent: whole rows, and ids of rows that were sent in part."""
    left = {row.id: row.without(sent) for row in waiting}
    if gone := [row_id for row_id, rest in left.items() if rest is None]:
        run(cursor, "delete events", DELETE, {"sent": gone})
    for row in waiting:
        if (rest := left[row.id]) and rest.entity_ids != row.entity_ids:
            kept = {"id": row.id, "left": rest.entity_ids, "payload": Json(rest.payload)}
            run(cursor, "keep events", KEEP, kept)


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
