"""Waiting events: rows of the outbox, each an event, or many that differ in their ids."""

import json
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "student-cloud"


@dataclass(frozen=True, slots=True)
class Pending:
    """An event that is to be sent."""

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the outbox."""

    id: int
    event_id: UUID
    type: str
    version: int
    payload: dict[str, Any]
    # Of many events: the payload's one null stands for each of them, a list has a value for each.
    entity_ids: list[int] | None
    trace_header: str | None
    created_at: datetime

    def events(self) -> list[Pending]:
        """Return the events it stands for; their ids are the same however often they are sent."""
        if self.entity_ids is None:
            return [self._event(self.event_id, self.payload)]
        return [
            self._event(
                uuid5(self.event_id, str(entity_id)),
                {name: _at(place, entity_id, value) for name, value in self.payload.items()},
            )
            for place, entity_id in enumerate(self.entity_ids)
        ]

    def without(self, sent: Set[UUID]) -> "Waiting | None":
        """Return what is left of it when these events are gone; nothing if it is none."""
        places = [at for at, event in enumerate(self.events()) if event.event_id not in sent]
        if self.entity_ids is None or not places:
            return self if places else None
        payload = {
            name: [value[at] for at in places] if isinstance(value, list) else value
            for name, value in self.payload.items()
        }
        return replace(self, entity_ids=[self.entity_ids[at] for at in places], payload=payload)

    def _event(self, event_id: UUID, payload: dict[str, Any]) -> Pending:
        return Pending(
            event_id,
            self.type,
            self.version,
            payload,
            self.trace_header,
            self.created_at,
        )


def _at(place: int, entity_id: int, value: Any) -> Any:
    if value is None:
        return entity_id
    return value[place] if isinstance(value, list) else value
