"""Enrolling many at once: the same rules as one by one, and one answer for each."""

from collections.abc import Callable
from typing import Any

import pytest

from schema.models import Enrollment, Org, Section, Student
from tests.conftest import Database
from tests.factories import make_hold, make_section, make_student
from tests.graphql_api.conftest import Api
from tests.graphql_api.trail import key_in, trail

ENROLL_MANY = """
mutation($input: EnrollManyInput!) {
  enrollMany(input: $input) {
    outcomes {
      index state enrollment { id state student { id } section { seatsTaken } }
      userErrors { __typename code path ... on AlreadyEnrolled { enrollment { state } } }
    }
    userErrors { code path message }
  }
}
"""


@pytest.fixture
def section_of(database: Database) -> Callable[[int], str]:
    """Make a section with some seats; the answer is its id."""

    def make(capacity: int) -> str:
        with database.owner_session() as session:
            org = session.query(Org).filter_by(sourced_id="org-school-1").one()
            return f"section_{make_section(session, org=org, capacity=capacity).id}"

    return make


@pytest.fixture
def students(database: Database) -> Callable[[int], list[str]]:
    """Make some students; the answer is their ids."""

    def make(how_many: int) -> list[str]:
        with database.owner_session() as session:
            org = session.query(Org).filter_by(sourced_id="org-school-1").one()
            return [f"student_{make_student(session, org).id}" for _ in range(how_many)]

    return make


def enroll_many(
    api: Api, items: list[dict[str, Any]], policy: str = "EACH", **more: Any
) -> dict[str, Any]:
    given = {"items": items, "errorPolicy": policy} | more
    answered: dict[str, Any] = api(ENROLL_MANY, {"input": given}).data["enrollMany"]
    return answered


def items_of(section: str, students: list[str], **more: Any) -> list[dict[str, Any]]:
    return [{"studentId": student, "sectionId": section} | more for student in students]


def states(payload: dict[str, Any]) -> list[str | None]:
    return [outcome["state"] for outcome in payload["outcomes"]]


def errors(payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (error["code"], ".".join(error["path"]))
        for outcome in payload["outcomes"]
        for error in outcome["userErrors"]
    ]


def enrolled(database: Database, section: str) -> int:
    with database.owner_session() as session:
        return session.query(Enrollment).filter_by(section_id=key_in(section)).count()


def test_each_who_can_be_enrolled_is(
    api: Api, database: Database, section_of: Any, students: Any
) -> None:
    section, (ada, bo, cy) = section_of(1), students(3)
    with database.owner_session() as session:
        make_hold(session, session.get_one(Student, key_in(ada)))
    items = [
        *items_of(section, [ada, bo]),
        *items_of(section, [cy], waitlist=True),
        *items_of("section_0", [cy]),
    ]

    payload = enroll_many(api, items)

    assert payload["userErrors"] == []
    assert states(payload) == [None, "ACTIVE", "WAITLISTED", None]
    assert errors(payload) == [
        ("HOLD_BLOCKS", "input.items.0.studentId"),
        ("NOT_FOUND", "input.items.3.sectionId"),
    ]
    seats = [o["enrollment"] and o["enrollment"]["student"]["id"] for o in payload["outcomes"]]
    assert seats == [None, bo, cy, None]


def test_all_or_nothing_says_everything_that_is_in_the_way_and_writes_nothing(
    api: Api, database: Database, section_of: Any, students: Any
) -> None:
    section = section_of(1)

    payload = enroll_many(api, items_of(section, students(3)), "ALL_OR_NOTHING")

    assert payload["userErrors"] == [
        {
            "code": "INVALID",
            "path": ["input", "items"],
            "message": "2 of 3 items stand in the way: see their outcomes.",
        }
    ]
    assert states(payload) == ["ACTIVE", None, None]
    assert [outcome["enrollment"] for outcome in payload["outcomes"]] == [None, None, None]
    assert errors(payload) == [
        ("SECTION_FULL", "input.items.1.sectionId"),
        ("SECTION_FULL", "input.items.2.sectionId"),
    ]
    assert enrolled(database, section) == 0


def test_a_dry_run_says_what_would_come_of_it_and_writes_nothing(
    api: Api, database: Database, section_of: Any, students: Any, fresh: str
) -> None:
    section = section_of(1)
    items = items_of(section, students(2), waitlist=True)

    tried = enroll_many(api, items, dryRun=True, idempotencyKey=fresh)
    taken = enrolled(database, section)
    done = enroll_many(api, items, idempotencyKey=fresh)

    assert states(tried) == ["ACTIVE", "WAITLISTED"] == states(done)
    assert [outcome["enrollment"] for outcome in tried["outcomes"]] == [None, None]
    assert (taken, enrolled(database, section)) == (0, 2)


def test_one_student_twice_is_enrolled_once(api: Api, section_of: Any, students: Any) -> None:
    (ada,) = students(1)

    payload = enroll_many(api, items_of(section_of(5), [ada, ada]))

    assert states(payload) == ["ACTIVE", None]
    assert payload["outcomes"][1]["userErrors"] == [
        {
            "__typename": "AlreadyEnrolled",
            "code": "ALREADY_ENROLLED",
            "path": ["input", "items", "1", "sectionId"],
            "enrollment": {"state": "ACTIVE"},
        }
    ]


def test_each_enrollment_is_audited_and_told_by_itself(
    api: Api, database: Database, section_of: Any, students: Any
) -> None:
    payload = enroll_many(api, items_of(section_of(5), students(2), overrideReason="Late"))

    for outcome in payload["outcomes"]:
        left = trail(database, "enrollment", outcome["enrollment"]["id"])
        assert (left.audited, left.told) == ([("enroll", "Late")], ["enrollment.created"])


def test_a_retry_answers_each_again(
    api: Api, database: Database, section_of: Any, students: Any, fresh: str
) -> None:
    section = section_of(1)
    items = items_of(section, students(2))

    first = enroll_many(api, items, idempotencyKey=fresh)

    assert enroll_many(api, items, idempotencyKey=fresh) == first
    assert states(first) == ["ACTIVE", None]
    assert enrolled(database, section) == 1


def test_two_hundred_and_fifty_are_enrolled_and_not_one_more(
    api: Api, database: Database, section_of: Any, students: Any
) -> None:
    section = section_of(300)
    many = students(251)

    too_many = api(ENROLL_MANY, {"input": {"items": items_of(section, many)}})
    fit = enroll_many(api, items_of(section, many[:250]))

    # Every list of an input has this limit (graphql_api/limits/document.py).
    assert (too_many.status, too_many.code) == (400, "TOO_MUCH")
    assert states(fit) == ["ACTIVE"] * 250
    assert fit["outcomes"][7]["enrollment"]["section"] == {"seatsTaken": 250}
    with database.owner_session() as session:
        assert session.get_one(Section, key_in(section)).seats_taken == 250


def test_nothing_to_enroll_is_a_mistake(api: Api) -> None:
    assert enroll_many(api, [])["userErrors"][0]["path"] == ["input", "items"]
