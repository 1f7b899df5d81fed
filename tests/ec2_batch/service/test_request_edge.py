"""What every answer carries, and what none does."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from schema.access.roles import Role
from tests.conftest import Database
from tests.ec2_batch.service.service import Service, running

PATHS = ["/health/live", "/api", "/students", "/console", "/graphiql", "/nothing-here"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(service: Service, path: str) -> None:
    headers = service.ask("GET", path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "gunicorn" not in str(headers).lower()
    assert len(headers["X-Request-Id"]) >= 8


def test_records_are_not_kept_in_caches(service: Service) -> None:
    assert service.ask("GET", "/students", role=Role.ADMIN).headers["Cache-Control"] == "no-store"


def test_a_request_keeps_the_id_it_came_with(service: Service) -> None:
    kept = service.ask("GET", "/nothing-here", headers={"X-Request-Id": "gateway-4f1b2c"})
    replaced = service.ask("GET", "/nothing-here", headers={"X-Request-Id": "<script>"})

    assert kept.headers["X-Request-Id"] == kept.json["requestId"] == "gateway-4f1b2c"
    assert "<" not in replaced.headers["X-Request-Id"]


def test_an_address_that_is_not_there_says_so(service: Service) -> None:
    answer = service.ask("GET", "/nothing-here")

    assert (answer.status, answer.detail) == (404, "There is nothing at this address.")


def test_a_method_that_is_not_answered_names_those_that_are(service: Service) -> None:
    answer = service.ask("PUT", "/students", role=Role.ADMIN, body={})

    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert answer.detail.endswith(".")


def test_a_surprise_is_answered_with_nothing_of_our_insides(
    database: Database, pages: Path, tmp_path: Path
) -> None:
    with database.owner_engine.begin() as connection:
        connection.execute(text("ALTER TABLE student RENAME COLUMN email TO mail"))

    with running(database.batch_url, pages, tmp_path / "log") as service:
        answer = service.ask("GET", "/students", role=Role.ADMIN)

    assert answer.status == 500
    assert answer.detail.startswith("Something went wrong on our side")
    for inside in ("email", "psycopg2", "Traceback", "SELECT"):
        assert inside not in answer.body.decode()


def test_a_request_leaves_one_log_line_without_personal_data(service: Service) -> None:
    headers = {"X-Request-Id": "find-this-line"}
    body = {"name": "Quintessa Unmistakable", "email": "quintessa@example.org"}
    service.ask("POST", "/students?who=quintessa", role=Role.ADMIN, body=body, headers=headers)

    log = service.log.read_text()
    lines = [json.loads(line) for line in log.splitlines() if "find-this-line" in line]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/students", 201)
    ]
    assert "uintessa" not in log
