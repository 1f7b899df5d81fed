"""Waiting events: rows of the outbox, each an event, or many that differ in one id."""

import json
from dataclasses import dataclass
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
    entity_id: int | None
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
    entity_ids: list[int] | None  # of many events: what the payload's one null stands for
    trace_header: str | None
    created_at: datetime

    def events(self) -> list[Pending]:
        """Return the events it stands for; their ids are the same however often they are sent."""
        if self.entity_ids is None:
            return [self._event(self.event_id, None, self.payload)]
        return [
            self._event(
                uuid5(self.event_id, str(entity_id)),
                entity_id,
                {k: entity_id if v is None else v for k, v in self.payload.items()},
            )
            for entity_id in self.entity_ids
        ]

    def _event(self, event_id: UUID, entity_id: int | None, payload: dict[str, Any]) -> Pending:
        return Pending(
            event_id,
            entity_id,
            self.type,
            self.version,
            payload,
            self.trace_header,
            self.created_at,
        )
