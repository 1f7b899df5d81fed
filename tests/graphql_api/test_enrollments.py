"""Enrolling and dropping through the API."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graphql_api.compose import make_handler
from schema.models import Enrollment, EnrollmentState, Org, Section, Student
from tests.conftest import Database
from tests.factories import make_section, make_student
from tests.graphql_api.conftest import Api, settings_for

ENROLL = """
mutation($input: EnrollInput!) {
  enroll(input: $input) {
    enrollment { id state section { seatsTaken } }
    userErrors { __typename code path ... on AlreadyEnrolled { enrollment { state } } }
  }
}
"""
DROP = """
mutation($input: DropInput!) {
  drop(input: $input) {
    enrollment { state } promoted { id state } userErrors { code path }
  }
}
"""

LEAVE = "mutation($id: ID!) { studentDeactivate(input: {id: $id}) { student { status } } }"


@pytest.fixture
def section_of(database: Database) -> Callable[[int], str]:
    """Make a section with some seats; the answer is its id."""

    def make(capacity: int, **columns: Any) -> str:
        with database.owner_session() as session:
            org = session.query(Org).filter_by(sourced_id="org-school-1").one()
            section = make_section(session, org=org, capacity=capacity)
            for name, value in columns.items():
                setattr(section, name, value)
            return f"section_{section.id}"

    return make


@pytest.fixture
def student(database: Database) -> Callable[[], str]:
    """Make a student; the answer is the id."""

    def make() -> str:
        with database.owner_session() as session:
            org = session.query(Org).filter_by(sourced_id="org-school-1").one()
            return f"student_{make_student(session, org).id}"

    return make


def enroll(api: Api, student_id: str, section_id: str, **more: Any) -> dict[str, Any]:
    given = {"studentId": student_id, "sectionId": section_id} | more
    answered: dict[str, Any] = api(ENROLL, {"input": given}).data["enroll"]
    return answered


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["userErrors"]]


def test_a_student_takes_a_seat(api: Api, student: Any, section_of: Any) -> None:
    taken = enroll(api, student(), section_of(2))

    assert taken["userErrors"] == []
    assert taken["enrollment"]["state"] == "ACTIVE"
    assert taken["enrollment"]["section"] == {"seatsTaken": 1}


def test_nobody_takes_two_seats_in_a_section(api: Api, student: Any, section_of: Any) -> None:
    ada, section = student(), section_of(5)
    enroll(api, ada, section)

    again = enroll(api, ada, section)

    assert again["userErrors"] == [
        {
            "__typename": "AlreadyEnrolled",
            "code": "ALREADY_ENROLLED",
            "path": ["input", "sectionId"],
            "enrollment": {"state": "ACTIVE"},
        }
    ]


def test_a_full_section_refuses_or_keeps_a_waitlist(
    api: Api, student: Any, section_of: Any
) -> None:
    section = section_of(0)

    assert codes(enroll(api, student(), section, overrideReason="please")) == ["SECTION_FULL"]
    assert enroll(api, student(), section, waitlist=True)["enrollment"]["state"] == "WAITLISTED"


def test_a_dropped_seat_goes_to_who_waited_longest(api: Api, student: Any, section_of: Any) -> None:
    section = section_of(1)
    seated = enroll(api, student(), section)["enrollment"]["id"]
    first = enroll(api, student(), section, waitlist=True)["enrollment"]["id"]
    enroll(api, student(), section, waitlist=True)

    dropped = api(DROP, {"input": {"enrollmentId": seated}}).data["drop"]

    assert dropped == {
        "enrollment": {"state": "WITHDRAWN"},
        "promoted": [{"id": first, "state": "ACTIVE"}],
        "userErrors": [],
    }


def test_a_seat_goes_past_who_has_left_the_school(api: Api, student: Any, section_of: Any) -> None:
    section, gone = section_of(1), student()
    seated = enroll(api, student(), section)["enrollment"]["id"]
    enroll(api, gone, section, waitlist=True)
    next_one = enroll(api, student(), section, waitlist=True)["enrollment"]["id"]
    api(LEAVE, {"id": gone})

    dropped = api(DROP, {"input": {"enrollmentId": seated}}).data["drop"]

    assert dropped["promoted"] == [{"id": next_one, "state": "ACTIVE"}]


def test_a_late_enrollment_needs_a_reason(api: Api, student: Any, section_of: Any) -> None:
    before_yesterday = datetime.now(UTC).date() - timedelta(days=2)
    section = section_of(3, last_day_to_enroll=before_yesterday)

    assert codes(enroll(api, student(), section)) == ["DEADLINE_PASSED"]
    assert enroll(api, student(), section, overrideReason="Moved here")["userErrors"] == []


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "\a", "x" * 201])
def test_a_reason_that_nobody_can_read_sets_nothing_aside(
    api: Api, student: Any, section_of: Any, reason: str
) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    section = section_of(3, last_day_to_enroll=yesterday, last_day_to_drop=yesterday)
    seated = enroll(api, student(), section, overrideReason="Moved here")["enrollment"]["id"]

    refused = enroll(api, student(), section, overrideReason=reason)
    kept = api(DROP, {"input": {"enrollmentId": seated, "overrideReason": reason}}).data["drop"]

    assert [(e["code"], e["path"]) for e in refused["userErrors"] + kept["userErrors"]] == [
        ("INVALID", ["input", "overrideReason"])
    ] * 2


def test_what_does_not_exist_is_not_found(api: Api, student: Any, section_of: Any) -> None:
    assert codes(enroll(api, "student_0", section_of(1))) == ["NOT_FOUND"]
    assert codes(enroll(api, student(), "section_0")) == ["NOT_FOUND"]


def test_ten_seats_are_taken_ten_times_however_many_ask(
    database: Database, student: Any, section_of: Any
) -> None:
    section = section_of(10)
    students = [student() for _ in range(24)]
    apis = [Api(make_handler(settings_for(database.api_url))) for _ in range(4)]

    def ask(lane: int) -> list[dict[str, Any]]:
        # A function instance answers one request at a time, so each lane is an instance.
        return [enroll(apis[lane], s, section) for s in students[lane::4]]

    with ThreadPoolExecutor(4) as lanes:
        payloads = [payload for lane in lanes.map(ask, range(4)) for payload in lane]

    assert sum(payload["enrollment"] is not None for payload in payloads) == 10
    assert sum(codes(payload) == ["SECTION_FULL"] for payload in payloads) == 14
    with database.owner_session() as session:
        key = int(section.removeprefix("section_"))
        held = session.query(Enrollment).filter_by(section_id=key, state=EnrollmentState.ACTIVE)
        assert held.count() == session.get_one(Section, key).seats_taken == 10
        assert session.query(Student).count() > 0
