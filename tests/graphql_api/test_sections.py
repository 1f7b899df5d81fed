"""Sections through the API: made, changed, and never smaller than those enrolled are many."""

from typing import Any

import pytest

from schema.access.roles import Role
from schema.models import LineItem, Org, Section
from tests.conftest import Database
from tests.factories import make_course, make_enrollment, make_grade, make_section, make_student
from tests.graphql_api.conftest import Api
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.trail import key_in, trail

SECTION_CREATE = """
mutation($input: SectionCreateInput!) {
  sectionCreate(input: $input) {
    section { id title capacity seatsTaken org { sourcedId } } userErrors { code path }
  }
}
"""
SECTION_UPDATE = """
mutation($input: SectionUpdateInput!) {
  sectionUpdate(input: $input) {
    section { capacity seatsTaken lastDayToDrop version }
    promoted { id state student { id } }
    userErrors { __typename code path message ... on CapacityBelowSeatsTaken { seatsTaken } }
  }
}
"""


def section_update(
    api: Api, section: str, subject: str | None = None, **more: Any
) -> dict[str, Any]:
    given = {"input": {"id": section} | more}
    answered: dict[str, Any] = api(SECTION_UPDATE, given, subject=subject).data["sectionUpdate"]
    return answered


@pytest.fixture
def section(database: Database) -> str:
    """A section of three seats: two taken, three students waiting in the order they asked."""
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        section = make_section(session, org=org, capacity=3)
        for _ in range(2):
            make_enrollment(session, make_student(session, org), section)
        for minute in range(3):
            make_enrollment(
                session,
                make_student(session, org),
                section,
                state="waitlisted",
                waitlisted_at=f"2026-08-20 09:0{minute}+00",
            )
        return f"section_{section.id}"


def waiting(database: Database, section: str) -> list[str]:
    with database.owner_session() as session:
        found = session.connection().exec_driver_sql(
            "SELECT 'enrollment_' || id FROM enrollment"
            " WHERE section_id = %s AND state = 'waitlisted' ORDER BY waitlisted_at",
            (key_in(section),),
        )
        return [each for (each,) in found]


def test_a_new_section_has_a_final_grade_to_give(api: Api, database: Database, fresh: str) -> None:
    with database.owner_session() as session:
        scale_id = make_grade(session).grade_scale_id
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        course = make_course(session, org)
        course.grade_scale_id = scale_id
        term = make_section(session).academic_session
        given = {
            "courseId": f"course_{course.id}",
            "academicSessionId": f"academic_session_{term.id}",
            "code": fresh,
            "capacity": 20,
        }

    made = api(SECTION_CREATE, {"input": given}).data["sectionCreate"]

    assert made["userErrors"] == []
    assert made["section"]["title"] == "Biology"
    with database.owner_session() as session:
        (item,) = session.query(LineItem).filter_by(section_id=key_in(made["section"]["id"]))
        assert (item.kind, item.grade_scale_id) == ("final", scale_id)
    again = api(SECTION_CREATE, {"input": given}).data["sectionCreate"]
    assert errors_of(again) == [("TAKEN", "input.code")]


def test_fewer_seats_than_are_taken_is_refused_politely(api: Api, section: str) -> None:
    refused = section_update(api, section, capacity=1)

    assert refused["section"] is None
    (error,) = refused["userErrors"]
    assert error["message"] == "2 seats are taken: drop enrollments first, or keep as many seats."
    assert error | {"message": ""} == {
        "__typename": "CapacityBelowSeatsTaken",
        "code": "CAPACITY_BELOW_SEATS_TAKEN",
        "path": ["input", "capacity"],
        "message": "",
        "seatsTaken": 2,
    }


def test_new_seats_go_to_who_has_waited_longest(api: Api, database: Database, section: str) -> None:
    first, second, third = waiting(database, section)

    grown = section_update(api, section, capacity=4)

    assert grown["section"] | {"version": 0} == {
        "capacity": 4,
        "seatsTaken": 4,
        "lastDayToDrop": None,
        "version": 0,
    }
    assert [(p["id"], p["state"]) for p in grown["promoted"]] == [
        (first, "ACTIVE"),
        (second, "ACTIVE"),
    ]
    assert waiting(database, section) == [third]
    assert trail(database, "enrollment", first).told == ["enrollment.promoted"]


def test_seats_without_a_waitlist_promote_nobody(api: Api, database: Database) -> None:
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        quiet = f"section_{make_section(session, org=org, capacity=1).id}"

    grown = section_update(api, quiet, capacity=2)

    assert (grown["promoted"], grown["userErrors"]) == ([], [])


def test_a_retry_names_who_was_promoted_again(api: Api, section: str, fresh: str) -> None:
    first = section_update(api, section, capacity=4, idempotencyKey=fresh)

    assert section_update(api, section, capacity=4, idempotencyKey=fresh) == first
    assert len(first["promoted"]) == 2


@pytest.mark.parametrize("capacity", [-1, 100_001, None])
def test_seats_that_cannot_be_are_refused(api: Api, section: str, capacity: int | None) -> None:
    refused = section_update(api, section, capacity=capacity)

    assert errors_of(refused) == [("INVALID", "input.capacity")]


def test_a_section_of_another_school_is_seen_and_not_changed(
    api: Api, database: Database, registrar_of_one_school: str
) -> None:
    with database.owner_session() as session:
        other = session.query(Org).filter_by(sourced_id="org-school-2").one()
        theirs = f"section_{make_section(session, org=other).id}"

    refused = section_update(api, theirs, registrar_of_one_school, capacity=9)

    assert errors_of(refused) == [("INVALID", "input.id")]
    with database.owner_session() as session:
        assert session.get_one(Section, key_in(theirs)).capacity == 30


@pytest.mark.parametrize(
    "role", [Role.STUDENT, Role.GUARDIAN, Role.TEACHER, Role.OPERATOR, Role.AUDITOR]
)
def test_who_does_not_keep_the_catalogue_is_told_so(api: Api, section: str, role: Role) -> None:
    answer = api(SECTION_UPDATE, {"input": {"id": section, "capacity": 9}}, role=role)

    assert answer.code == "FORBIDDEN"
    assert answer.message == "Your role may not change courses or sections."
