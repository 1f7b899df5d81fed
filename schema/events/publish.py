"""The JSON Schemas that subscribers read: `python -m schema.events.publish` rewrites them."""

import json
from pathlib import Path
from typing import Any

from schema.events import EVENTS
from schema.events.event import Event, payload_types

PUBLISHED = Path(__file__).parent / "published"

# What the relay adds to each event's own fields.
ENVELOPE: dict[str, dict[str, Any]] = {
    "eventId": {"type": "string", "format": "uuid"},
    "version": {"type": "integer"},
    "occurredAt": {"type": "string", "format": "date-time"},
    "trace": {"type": ["string", "null"]},
}


def json_schema(event: type[Event]) -> dict[str, Any]:
    """Return the JSON Schema of an event's `detail` as it goes over the bus."""
    own = {name: {"type": "integer"} for name in payload_types(event)}
    properties = ENVELOPE | {"version": {"const": event.version}} | own
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event.type,
        "description": event.__doc__,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def published_name(event: type[Event]) -> str:
    """Return the file name of an event's schema; a new version is a new file."""
    return f"{event.type}.v{event.version}.json"


def rendered(event: type[Event]) -> str:
    """Return the text of an event's schema file."""
    return json.dumps(json_schema(event), indent=2) + "\n"


if __name__ == "__main__":
    for each in EVENTS.values():
        (PUBLISHED / published_name(each)).write_text(rendered(each))
