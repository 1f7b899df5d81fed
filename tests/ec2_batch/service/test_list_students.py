"""GET /students and /students/count: everyone sees their own part of the records."""

import re
from typing import Any

import pytest

from schema.access.caller import Caller
from schema.access.roles import Role
from schema.models import Account
from tests.conftest import Database
from tests.ec2_batch.service.service import Answer, Service, token_of
from tests.factories import make_caller, make_org, make_student, word

IN_USE = "SELECT id FROM student WHERE status = 'active' ORDER BY id"


def visible_ids(records: Database, role: Role) -> list[int]:
    with records.connect_as(Caller(f"demo-{role}", role)) as connection:
        return [row[0] for row in connection.exec_driver_sql(IN_USE)]


def next_page(answer: Answer) -> str | None:
    link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
    return link[1] if link else None


def walk(service: Service, path: str | None) -> list[dict[str, Any]]:
    """Return the students of a page and all that follow it."""
    students: list[dict[str, Any]] = []
    while path:
        answer = service.ask("GET", path, role=Role.REGISTRAR)
        assert answer.status == 200
        assert answer.json, "a link led to an empty page"
        students += answer.json
        path = next_page(answer)
    return students


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_listed_whom_the_database_shows_it(
    service: Service, records: Database, role: Role
) -> None:
    visible = visible_ids(records, role)

    listed = service.ask("GET", "/students?limit=200", role=role)
    counted = service.ask("GET", "/students/count", role=role)

    assert [student["id"] for student in listed.json] == visible
    assert counted.json == {"count": len(visible)}
    assert len(visible) > 0


def test_a_student_is_listed_alone_and_whole(service: Service) -> None:
    (student,) = service.ask("GET", "/students", role=Role.STUDENT).json

    assert student["sourcedId"] == "student-1"
    assert student["email"].endswith("@example.org")
    assert re.fullmatch(r"[A-Z]+-\d+", student["course"])


def test_an_integration_is_not_told_the_address_of_who_keeps_out_of_the_directory(
    service: Service, records: Database
) -> None:
    with records.owner_session() as session:
        org = make_org(session)
        made = [
            make_student(session, org, email=f"{word('s')}@example.org", directory_opt_out=out)
            for out in (False, True)
        ]
        integration = make_caller(session, Role.REGISTRAR, org=org)
        session.query(Account).filter_by(subject=integration.subject).one().integration = True
        addresses = [made[0].email, None]
    token = token_of(Role.REGISTRAR, sub=integration.subject)

    listed = service.ask("GET", "/students", headers={"Authorization": f"Bearer {token}"})

    assert [student["email"] for student in listed.json] == addresses


@pytest.mark.parametrize("first", ["/students?limit=7", "/students?limit=7&offset=0"])
def test_pages_hold_every_student_once(service: Service, records: Database, first: str) -> None:
    students = walk(service, first)

    assert [student["id"] for student in students] == visible_ids(records, Role.REGISTRAR)


def test_the_last_page_links_to_none(service: Service) -> None:
    last = service.ask("GET", "/students?cursor=999999999", role=Role.REGISTRAR)

    assert (last.json, next_page(last)) == ([], None)


def test_links_stay_below_the_stage_of_the_gateway(service: Service) -> None:
    headers = {"X-Forwarded-Prefix": "/prod"}

    answer = service.ask("GET", "/students?limit=1", role=Role.REGISTRAR, headers=headers)

    assert (next_page(answer) or "").startswith("/prod/students?limit=1&cursor=")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=ten",
        "limit=-1",
        "limit=1e3",
        "limit=٣",
        "cursor=99999999999999999999",
        "cursor='",
        "offset=10001",
        "cursor=1&offset=1",
        "name=Ana",
    ],
)
def test_a_page_that_cannot_be_is_refused(service: Service, query: str) -> None:
    path = "/students?" + query.replace("٣", "%D9%A3")

    answer = service.ask("GET", path, role=Role.REGISTRAR)

    assert answer.status == 400
    assert answer.detail.endswith(".")


@pytest.mark.parametrize(
    ("authorization", "sentence"),
    [
        ({}, "Send an access token"),
        ({"Authorization": "Basic YTpi"}, "Send an access token"),
        ({"Authorization": "Bearer a.b.c"}, "not one of ours"),
        ({"Authorization": f"Bearer {token_of(Role.ADMIN, exp=1)}"}, "expired"),
        (
            {"Authorization": f"Bearer {token_of(Role.ADMIN, iss='https://x.org')}"},
            "another issuer",
        ),
    ],
)
def test_nobody_is_served_without_a_token_in_force(
    service: Service, authorization: dict[str, str], sentence: str
) -> None:
    answers = [
        service.ask(method, path, headers=authorization)
        for method, path in [("GET", "/students"), ("GET", "/students/count")]
    ]

    for answer in answers:
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert sentence in answer.detail


def test_a_token_without_an_account_sees_nobody(service: Service) -> None:
    headers = {"Authorization": f"Bearer {token_of(Role.ADMIN, sub='somebody-else')}"}

    assert service.ask("GET", "/students", headers=headers).json == []


def test_the_index_may_be_taken_for_the_root(service: Service) -> None:
    below = service.ask("GET", "/api/students?limit=2", role=Role.REGISTRAR)
    beside = service.ask("GET", "/students?limit=2", role=Role.REGISTRAR)

    assert below.json == beside.json
    assert next_page(below) == "/api/students?limit=2&cursor=2"
