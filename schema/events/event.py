"""What every domain event has: a type, a version and the ids of what it is about."""

from dataclasses import dataclass, fields
from typing import ClassVar, get_type_hints

from schema.camel_case import camel_case


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record. Ids only: events leave the database's walls."""

    type: ClassVar[str]
    version: ClassVar[int] = 1

    @property
    def entity_id(self) -> int:
        """Return the id of what the event is about: always its first field."""
        value: int = getattr(self, fields(self)[0].name)
        return value

    def payload(self) -> dict[str, int]:
        """Return the event's own part of the message, as it goes out."""
        return {camel_case(f.name): getattr(self, f.name) for f in fields(self)}


def payload_types(event: type[Event]) -> dict[str, type]:
    """Return the published name and type of each of an event's fields."""
    hints = get_type_hints(event)
    return {camel_case(f.name): hints[f.name] for f in fields(event)}
