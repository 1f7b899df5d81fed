"""POST /students: a student is added whole, once, by those who may, or not at all."""

import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from schema.access.roles import PERMISSIONS, Permission, Role
from tests.conftest import Database
from tests.ec2_batch.service.service import Answer, Service

WRITERS = [role for role in Role if Permission.STUDENT_WRITE in PERMISSIONS[role]]
OTHERS = [role for role in Role if role not in WRITERS]


ONE_SEAT_LEFT = (
    "UPDATE section SET capacity = seats_taken + 1 WHERE sourced_id = 'section-2026-fall-cs-101-1'"
)
NO_SEAT_LEFT = (
    "UPDATE section SET capacity = seats_taken WHERE sourced_id = 'section-2026-fall-cs-101-1'"
)
GIVE_ONE_UP = (
    "UPDATE enrollment SET state = 'withdrawn' WHERE id = (SELECT max(enrollment.id)"
    " FROM enrollment JOIN section ON section.id = section_id WHERE state = 'active'"
    " AND section.sourced_id = 'section-2026-fall-cs-101-1')"
)
TAKE_IT = (
    "INSERT INTO enrollment (student_id, section_id, org_id)"
    " SELECT (SELECT max(id) FROM student), id, org_id"
    " FROM section WHERE sourced_id = 'section-2026-fall-cs-101-1'"
)
SAME_ADDRESS = (
    "INSERT INTO student (org_id, student_number, given_name, email)"
    " SELECT min(id), 'SAME-ADDRESS', 'Ana', %(address)s FROM org"
)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND usename = 'batch_service'"
)


def await_lock(records: Database, requests: int = 1) -> None:
    """Wait until requests of the service wait for somebody else's transaction."""
    give_up = time.monotonic() + 20
    while rows(records, WAITING) != [(requests,)]:
        assert time.monotonic() < give_up
        time.sleep(0.02)


def new_address() -> str:
    return f"{uuid.uuid4().hex}@example.org"


def add(
    service: Service, role: Role = Role.REGISTRAR, headers: Mapping[str, str] = {}, **body: Any
) -> Answer:
    whole = {"name": "Ana García", "email": new_address()} | body
    return service.ask("POST", "/students", role=role, body=whole, headers=headers)


def rows(records: Database, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with records.owner_engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement, parameters)]


@pytest.mark.parametrize("role", WRITERS)
def test_a_classic_client_adds_a_student_with_a_course(service: Service, role: Role) -> None:
    address = new_address()

    answer = add(service, role, name="Ana García", email=address, course="bio-101")

    assert answer.status == 201
    listed = {name: answer.json[name] for name in ("name", "email", "course")}
    assert listed == {"name": "Ana García", "email": address, "course": "BIO-101"}


@pytest.mark.parametrize("role", OTHERS)
def test_only_those_who_keep_the_records_add_to_them(service: Service, role: Role) -> None:
    answer = add(service, role)

    assert (answer.status, answer.detail) == (403, "Your role may not add or remove students.")


@pytest.mark.parametrize(
    ("body", "given", "family"),
    [
        ({"name": "Ana María García"}, "Ana María", "García"),
        ({"name": "García, Ana María"}, "Ana María", "García"),
        ({"name": "Suharto"}, "Suharto", None),
        ({"name": None, "givenName": "Ana", "familyName": "García López"}, "Ana", "García López"),
        ({"name": None, "given_name": "Suharto"}, "Suharto", None),
    ],
)
def test_a_name_is_taken_whole_or_in_parts(
    service: Service, body: dict[str, Any], given: str, family: str | None
) -> None:
    answer = add(service, **body)

    assert (answer.json["givenName"], answer.json["familyName"]) == (given, family)


def test_adding_is_told_to_others_and_to_the_auditor(service: Service, records: Database) -> None:
    student_id = add(service).json["id"]

    events = "SELECT type, payload FROM outbox WHERE entity_id = %(id)s AND type LIKE 'student%%'"
    entries = "SELECT subject, action, changes FROM audit_entry WHERE entity_id = %(id)s"
    told = [("student.created", {"studentId": student_id})]
    assert rows(records, events, id=student_id) == told
    [(subject, action, changes)] = rows(records, entries, id=student_id)
    assert (subject, action, changes["given_name"]) == ("demo-registrar", "create", [None, "Ana"])


def test_a_course_without_a_free_seat_puts_on_the_waitlist(
    service: Service, records: Database
) -> None:
    with records.owner_engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE section SET capacity = seats_taken WHERE course_id IN"
            " (SELECT id FROM course WHERE code = 'ART-101')"
        )

    student_id = add(service, course="ART-101").json["id"]

    places = "SELECT state, waitlisted_at IS NULL FROM enrollment WHERE student_id = %(id)s"
    assert rows(records, places, id=student_id) == [("waitlisted", False)]


def test_a_seat_lost_to_somebody_else_meanwhile_becomes_a_place_on_the_waitlist(
    service: Service, records: Database
) -> None:
    with records.owner_engine.connect() as somebody, ThreadPoolExecutor() as others:
        somebody.exec_driver_sql(ONE_SEAT_LEFT)
        somebody.commit()
        somebody.exec_driver_sql(TAKE_IT)
        answer = others.submit(add, service, course="CS-101")
        await_lock(records)
        somebody.commit()
        student_id = answer.result().json["id"]

    places = "SELECT state FROM enrollment WHERE student_id = %(id)s"
    assert rows(records, places, id=student_id) == [("waitlisted",)]


def test_nobody_waits_for_a_seat_that_was_given_up_a_moment_ago(
    service: Service, records: Database
) -> None:
    with ThreadPoolExecutor() as others, records.owner_engine.connect() as somebody:
        somebody.exec_driver_sql(NO_SEAT_LEFT)
        somebody.commit()
        somebody.exec_driver_sql(GIVE_ONE_UP)
        answer = others.submit(add, service, course="CS-101")
        await_lock(records)
        somebody.commit()
        student_id = answer.result().json["id"]

    places = "SELECT state FROM enrollment WHERE student_id = %(id)s"
    assert rows(records, places, id=student_id) == [("active",)]


def test_who_waits_for_somebody_who_waits_for_them_is_told_to_try_again(
    service: Service, records: Database
) -> None:
    address = new_address()
    with ThreadPoolExecutor() as others, records.owner_engine.connect() as somebody:
        # The other one notices first that neither can go on.
        somebody.exec_driver_sql("SET LOCAL deadlock_timeout = '1min'")
        somebody.exec_driver_sql(NO_SEAT_LEFT)
        answer = others.submit(add, service, email=address, course="CS-101")
        await_lock(records)
        somebody.exec_driver_sql(SAME_ADDRESS, {"address": address})

    assert answer.result().status == 503
    assert answer.result().detail.startswith("Somebody else is changing this")


@pytest.mark.parametrize(
    ("body", "pointer", "sentence"),
    [
        ({"email": None}, "/email", "`email` is missing."),
        ({"email": "ana"}, "/email", "“ana” is not an e-mail address."),
        ({"email": 7}, "/email", "`email` is a text."),
        ({"name": "  "}, "/name", "`name` is missing."),
        ({"name": "An\u0000a"}, "/name", "It holds the hidden character U+0000."),
        ({"name": "x" * 201}, "/name", "A name has at most 200 characters."),
        ({"name": {"first": "Ana"}}, "/name", "`name` is a text."),
        ({"givenName": "Ana"}, "/givenName", "Give the name whole or in its parts, not both."),
        ({"studentNumber": "a b"}, "/studentNumber", "“a b” is not a student number"),
        ({"course": "BIO-11"}, "/course", "Did you mean “BIO-101”?"),
        ({"school": "Hogwarts"}, "/school", "“Hogwarts” is not a school of yours."),
        ({"grade": 7}, "/grade", "“grade” is not known here"),
    ],
)
def test_a_value_that_cannot_be_is_named(
    service: Service, body: dict[str, Any], pointer: str, sentence: str
) -> None:
    answer = add(service, **body)

    assert answer.status == 422
    assert sentence in answer.detail
    assert answer.json["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"1" * 5_000, "application/json", 400),
        (b"null", "application/json", 400),
        (b"[]", "application/json", 400),
        # Half of a surrogate pair: as a value, and as a member that an answer would repeat.
        (rb'{"name": "\ud800", "email": "a@b.org"}', "application/json", 400),
        (rb'{"\ud800": 1}', "application/json", 400),
        (b"", "application/json", 400),
        (b'{"name": "Ana", "email": "ana@example.org"}', "text/plain", 415),
        (b"name=Ana", "application/x-www-form-urlencoded", 415),
        (b" " * 100_001, "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    service: Service, body: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type}

    answer = service.ask("POST", "/students", role=Role.REGISTRAR, body=body, headers=headers)

    assert answer.status == status
    assert answer.detail.endswith(".")


def test_a_second_student_with_the_address_is_refused(service: Service, records: Database) -> None:
    address = new_address()
    add(service, email=address)

    again = add(service, email=address.upper())

    assert again.status == 409
    assert again.detail == "A student was added with this e-mail address before."
    found = rows(records, "SELECT 1 FROM student WHERE lower(email) = %(a)s", a=address)
    assert len(found) == 1


def test_a_request_sent_again_with_its_key_adds_nobody(service: Service, records: Database) -> None:
    body = {"name": "Ana García", "email": new_address()}
    headers = {"Idempotency-Key": uuid.uuid4().hex}

    first, again = (
        service.ask("POST", "/students", role=Role.REGISTRAR, body=body, headers=headers)
        for _ in range(2)
    )

    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json


def test_a_retry_that_overtakes_its_first_try_waits_for_its_answer(
    service: Service, records: Database
) -> None:
    body = {"email": new_address(), "headers": {"Idempotency-Key": uuid.uuid4().hex}}

    with records.owner_engine.connect() as somebody, ThreadPoolExecutor() as tries:
        # Whoever comes first is held up, so that both are at it at once.
        somebody.exec_driver_sql(SAME_ADDRESS, {"address": body["email"]})
        both = [tries.submit(add, service, **body) for _ in range(2)]
        await_lock(records, requests=2)
        somebody.rollback()
        first, again = (each.result() for each in both)

    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json


def test_a_key_does_not_serve_for_another_request(service: Service) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    add(service, headers=headers)

    other = add(service, headers=headers)

    assert (other.status, other.detail) == (
        422,
        "This Idempotency-Key came with another request before.",
    )


def test_a_refused_request_leaves_its_key_free(service: Service) -> None:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    add(service, headers=headers, email="nonsense")

    assert add(service, headers=headers).status == 201
