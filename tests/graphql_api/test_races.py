"""Many clients at once: seats, the waitlist and retries come out as if they had queued."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from schema.models import Enrollment, IdempotencyKey, Org, Section, Student
from tests.conftest import Database
from tests.factories import make_enrollment, make_section, make_student
from tests.graphql_api.crowd import Crowd, payloads

CLIENTS, SEATS, ROUNDS = 64, 10, 20

ENROLL = """
mutation($input: EnrollInput!) {
  enroll(input: $input) { enrollment { id state } userErrors { code } }
}
"""
DROP = """
mutation($input: DropInput!) {
  drop(input: $input) { enrollment { id state } promoted { id } userErrors { code } }
}
"""
CREATE = """
mutation($input: StudentCreateInput!) {
  studentCreate(input: $input) { student { id version } userErrors { code } }
}
"""
UPDATE = """
mutation($input: StudentUpdateInput!) {
  studentUpdate(input: $input) { student { version } userErrors { code } }
}
"""


@pytest.fixture(scope="module")
def crowd(database: Database) -> Iterator[Crowd]:
    crowd = Crowd(database.api_url, CLIENTS)
    yield crowd
    crowd.close()


@pytest.fixture(scope="module")
def students(database: Database) -> list[int]:
    """As many students as there are clients."""
    with database.owner_session() as session:
        return [make_student(session, school(session)).id for _ in range(CLIENTS)]


def school(session: Any) -> Org:
    return session.query(Org).filter_by(sourced_id="org-school-1").one()  # type: ignore[no-any-return]


def new_section(database: Database, capacity: int) -> int:
    with database.owner_session() as session:
        return make_section(session, school(session), capacity=capacity).id


def places(database: Database, section: int) -> Counter[str]:
    """Return how many places of a section are in each state."""
    with database.owner_session() as session:
        states = select(Enrollment.state, func.count()).filter_by(section_id=section)
        found = session.execute(states.group_by(Enrollment.state))
        return Counter({state.value: count for state, count in found})


def seat(student: int, section: int, **more: Any) -> tuple[str, dict[str, Any]]:
    return ENROLL, {"studentId": f"student_{student}", "sectionId": f"section_{section}"} | more


def drop(enrollment: int) -> tuple[str, dict[str, Any]]:
    return DROP, {"enrollmentId": f"enrollment_{enrollment}"}


def codes(found: list[Any]) -> Counter[str]:
    return Counter(error["code"] for payload in found for error in payload["userErrors"])


def test_sixty_four_clients_leave_ten_of_ten_seats_taken_round_after_round(
    database: Database, crowd: Crowd, students: list[int]
) -> None:
    for _ in range(ROUNDS):
        section = new_section(database, SEATS)

        found = payloads(crowd.ask(*(seat(student, section) for student in students)))

        assert codes(found) == {"SECTION_FULL": CLIENTS - SEATS}
        assert places(database, section) == {"active": SEATS}


def test_concurrent_drops_promote_each_who_waits_exactly_once(
    database: Database, crowd: Crowd, students: list[int]
) -> None:
    seated, waiting = students[:8], students[8:14]
    section = new_section(database, 8)
    taken = payloads(crowd.ask(*(seat(student, section) for student in seated)))
    queued = [
        payloads(crowd.ask(seat(student, section, waitlist=True)))[0]["enrollment"]["id"]
        for student in waiting
    ]

    drops = [drop(int(p["enrollment"]["id"].removeprefix("enrollment_"))) for p in taken]
    found = payloads(crowd.ask(*drops))

    promoted = [each["id"] for payload in found for each in payload["promoted"]]
    assert sorted(promoted) == sorted(queued)
    assert places(database, section) == {"active": 6, "withdrawn": 8}


def test_a_place_dropped_by_many_at_once_is_dropped_once(
    database: Database, crowd: Crowd, students: list[int]
) -> None:
    section = new_section(database, 1)
    with database.owner_session() as session:
        row = session.get_one(Section, section)
        place = make_enrollment(session, session.get_one(Student, students[0]), row).id
    queued = [payloads(crowd.ask(seat(s, section, waitlist=True)))[0] for s in students[1:4]]

    found = payloads(crowd.ask(*[drop(place)] * 16))

    assert codes(found) == {"INVALID": 15}
    promoted = [each["id"] for payload in found for each in payload["promoted"]]
    assert promoted == [queued[0]["enrollment"]["id"]]
    assert places(database, section) == {"active": 1, "waitlisted": 2, "withdrawn": 1}


def test_nobody_waits_beside_a_free_seat_whoever_comes_and_goes(
    database: Database, crowd: Crowd, students: list[int]
) -> None:
    for _ in range(6):
        section = new_section(database, 4)
        taken = payloads(crowd.ask(*(seat(student, section) for student in students[:4])))
        drops = [drop(int(p["enrollment"]["id"].removeprefix("enrollment_"))) for p in taken]
        comers = [seat(student, section, waitlist=True) for student in students[4:20]]

        payloads(
            crowd.ask(
                *(r for pair in zip(drops, comers[:4], strict=True) for r in pair), *comers[4:]
            )
        )

        assert places(database, section) == {"active": 4, "waitlisted": 12, "withdrawn": 4}


def test_a_retry_that_overtakes_its_first_try_is_answered_the_same(
    database: Database, crowd: Crowd
) -> None:
    new = {"studentNumber": "race-1", "givenName": "Ada", "idempotencyKey": "race-1"}

    found = payloads(crowd.ask(*[(CREATE, new)] * 16))

    assert len({str(payload) for payload in found}) == 1
    with database.owner_session() as session:
        assert session.query(Student).filter_by(student_number="race-1").count() == 1
        assert session.query(IdempotencyKey).filter_by(key="race-1").count() == 1


def test_of_two_inputs_under_one_key_one_is_done(database: Database, crowd: Crowd) -> None:
    news = [
        {"studentNumber": f"race-2-{n}", "givenName": "Ada", "idempotencyKey": "race-2"}
        for n in range(16)
    ]

    found = payloads(crowd.ask(*((CREATE, new) for new in news)))

    assert codes(found) == {"IDEMPOTENCY_MISMATCH": 15}
    with database.owner_session() as session:
        number = Student.student_number
        assert session.query(Student).filter(number.startswith("race-2-")).count() == 1


def test_of_concurrent_changes_to_a_version_one_wins(
    database: Database, crowd: Crowd, students: list[int]
) -> None:
    changes = [
        {"id": f"student_{students[0]}", "givenName": f"Ada {n}", "expectedVersion": 1}
        for n in range(16)
    ]

    found = payloads(crowd.ask(*((UPDATE, change) for change in changes)))

    assert codes(found) == {"VERSION_CONFLICT": 15}
    assert [p["student"] for p in found if p["student"]] == [{"version": 2}]
