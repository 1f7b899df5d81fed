"""Events: what leaves the walls is named, versioned and free of personal data."""

import json

import pytest
from jsonschema import Draft202012Validator

from schema.events import EVENTS, Event, GradePosted
from schema.events.event import payload_types
from schema.events.publish import PUBLISHED, json_schema, published_name, rendered


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_each_event_has_its_published_schema(event: type[Event]) -> None:
    published = (PUBLISHED / published_name(event)).read_text()

    assert published == rendered(event), "run: python -m schema.events.publish"


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_an_event_carries_ids_only(event: type[Event]) -> None:
    types = payload_types(event)

    assert types
    assert all(name.endswith("Id") and kind is int for name, kind in types.items())


def test_every_published_schema_is_a_schema() -> None:
    for path in PUBLISHED.glob("*.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text()))


def test_a_posted_grade_says_whose_it_is() -> None:
    event = GradePosted(result_id=7, student_id=3, section_id=5)

    assert event.payload() == {"resultId": 7, "studentId": 3, "sectionId": 5}
    assert (event.type, event.version, event.entity_id) == ("grade.posted", 1, 7)


def test_a_message_with_a_name_in_it_breaks_the_schema() -> None:
    detail = {
        "eventId": "5a5b1a6e-58d8-4a3f-9d2a-27b1c1a0b0aa",
        "version": 1,
        "occurredAt": "2026-11-22T10:00:00Z",
        "trace": None,
        "resultId": 7,
        "studentId": 3,
        "sectionId": 5,
    }
    validator = Draft202012Validator(json_schema(GradePosted))

    assert validator.is_valid(detail)
    assert not validator.is_valid(detail | {"givenName": "Ada"})
