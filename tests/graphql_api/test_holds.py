"""Holds through the API: placed, in the way, released."""

from typing import Any

import pytest

from schema.access.roles import Role
from schema.models import Org
from tests.conftest import Database
from tests.factories import make_hold, make_section, make_student
from tests.graphql_api.conftest import Api
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.trail import trail

PLACE = """
mutation($input: HoldPlaceInput!) {
  holdPlace(input: $input) {
    hold { id kind reason blocksEnrollment releasedAt version } userErrors { code path }
  }
}
"""
RELEASE = """
mutation($input: HoldReleaseInput!) {
  holdRelease(input: $input) {
    hold { releasedAt version }
    userErrors { code path ... on VersionConflict { currentVersion } }
  }
}
"""
ENROLL = """
mutation($input: EnrollInput!) { enroll(input: $input) { userErrors { code path } } }
"""


@pytest.fixture
def student(database: Database) -> str:
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        return f"student_{make_student(session, org).id}"


def place(api: Api, student: str, subject: str | None = None, **more: Any) -> dict[str, Any]:
    given = {"studentId": student, "kind": "FINANCIAL", "reason": "Library fine"} | more
    answered: dict[str, Any] = api(PLACE, {"input": given}, subject=subject).data["holdPlace"]
    return answered


def release(api: Api, hold: str, subject: str | None = None, **more: Any) -> dict[str, Any]:
    given = {"input": {"id": hold} | more}
    answered: dict[str, Any] = api(RELEASE, given, subject=subject).data["holdRelease"]
    return answered


def test_a_hold_keeps_a_student_from_enrolling_until_it_is_released(
    api: Api, database: Database, student: str
) -> None:
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        section = f"section_{make_section(session, org=org).id}"
    wanted = {"input": {"studentId": student, "sectionId": section}}

    hold = place(api, student)["hold"]["id"]
    before = api(ENROLL, wanted).data["enroll"]
    released = release(api, hold)
    after = api(ENROLL, wanted).data["enroll"]

    assert errors_of(before) == [("HOLD_BLOCKS", "input.studentId")]
    assert released["hold"]["releasedAt"] is not None
    assert after["userErrors"] == []


def test_a_hold_leaves_a_trail(api: Api, database: Database, student: str) -> None:
    hold = place(api, student)["hold"]["id"]
    release(api, hold, reason="Paid")

    left = trail(database, "hold", hold)

    assert left.audited == [("place", "Library fine"), ("release", "Paid")]
    assert left.told == ["hold.placed", "hold.released"]


def test_a_hold_is_released_once(api: Api, student: str) -> None:
    hold = place(api, student)["hold"]["id"]
    release(api, hold)

    assert errors_of(release(api, hold)) == [("INVALID", "input.id")]


def test_a_hold_changed_meanwhile_is_not_released(api: Api, student: str) -> None:
    hold = place(api, student)["hold"]["id"]

    late = release(api, hold, expectedVersion=7)

    assert late["userErrors"] == [
        {"code": "VERSION_CONFLICT", "path": ["input", "expectedVersion"], "currentVersion": 1}
    ]


def test_a_retried_hold_is_placed_once(api: Api, student: str, fresh: str) -> None:
    first = place(api, student, idempotencyKey=fresh)

    assert place(api, student, idempotencyKey=fresh) == first


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"reason": " "}, ("INVALID", "input.reason")),
        ({"reason": "x" * 201}, ("INVALID", "input.reason")),
        ({"studentId": "student_0"}, ("NOT_FOUND", "input.studentId")),
    ],
)
def test_a_hold_that_cannot_be_is_refused_by_field(
    api: Api, student: str, more: dict[str, Any], error: tuple[str, str]
) -> None:
    assert errors_of(place(api, **{"student": student, **more})) == [error]


def test_another_schools_students_and_holds_are_not_found(
    api: Api, database: Database, registrar_of_one_school: str
) -> None:
    with database.owner_session() as session:
        other = session.query(Org).filter_by(sourced_id="org-school-2").one()
        stranger = make_student(session, other)
        student, hold = f"student_{stranger.id}", f"hold_{make_hold(session, stranger).id}"

    placed = place(api, student, registrar_of_one_school)
    released = release(api, hold, registrar_of_one_school)

    assert errors_of(placed) == [("NOT_FOUND", "input.studentId")]
    assert errors_of(released) == [("NOT_FOUND", "input.id")]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.OPERATOR, Role.AUDITOR])
def test_who_may_not_place_holds_is_told_so(api: Api, student: str, role: Role) -> None:
    given = {"studentId": student, "kind": "FINANCIAL", "reason": "Library fine"}

    answer = api(PLACE, {"input": given}, role=role)

    assert (answer.code, answer.message) == (
        "FORBIDDEN",
        "Your role may not place or release holds.",
    )
