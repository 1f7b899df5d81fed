"""The real handler behind the local gateway: a request of HTTP, and a row of PostgreSQL."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Database
from tests.infra_cfn.gateway_process import Gateway, gateway
from tests.runtime.tokens import claims, token
from tests.xray_daemon import XRayDaemon, xray_daemon

ADMIN = "admin-of-the-gateway-tests"


@pytest.fixture(scope="module")
def daemon() -> Iterator[XRayDaemon]:
    with xray_daemon() as daemon:
        yield daemon


@pytest.fixture(scope="module")
def door(database: Database, daemon: XRayDaemon) -> Iterator[Gateway]:
    environment = {
        "ENVIRONMENT": "local",
        "DATABASE_URL": database.api_url,
        "DATABASE_AUTH": "password",
        "UPLOAD_BUCKET": "uploads",
        "REPORT_BUCKET": "reports",
        "AWS_XRAY_DAEMON_ADDRESS": daemon.address,
    }
    handler = "graphql_api.lambda_handler.handler"
    with gateway(handler=handler, environment=environment) as running:
        yield running


def ask(door: Gateway, query: str, role: str = "admin", path: str = "/graphql") -> Any:
    """Return the answer to a query, asked in a role."""
    now = int(time.time())
    sent = token(claims(**{"cognito:groups": [role], "iat": now, "exp": now + 60, "sub": ADMIN}))
    headers = {"Authorization": f"Bearer {sent}", "Content-Type": "application/json"}
    return door.send("POST", path, f'{{"query": "{query}"}}', headers=headers)


@pytest.mark.parametrize("path", ["/graphql", "/prod/graphql"])
def test_a_query_is_answered_from_the_database(door: Gateway, path: str) -> None:
    answer = ask(door, "{ systemHealth { status } }", path=path)

    assert answer.status == 200
    assert answer.json()["data"] == {"systemHealth": {"status": "UP"}}


def test_the_statement_of_a_query_is_in_its_trace(door: Gateway, daemon: XRayDaemon) -> None:
    answer = ask(door, "{ students(first: 1) { nodes { id } } }")

    root = answer.headers["x-amzn-trace-id"].split(";")[0].removeprefix("Root=")
    statement = next(s for s in daemon.find_all("postgresql", 1) if s.trace_id == root)
    daemon.check()
    assert answer.status == 200
    assert daemon.ancestors(statement)[-2:] == ["local-graphql-api", "student-cloud/prod"]


def test_a_request_without_a_token_is_refused_with_a_sentence(door: Gateway) -> None:
    headers = {"Content-Type": "application/json"}

    answer = door.send("POST", "/graphql", '{"query": "{ viewer { id } }"}', headers=headers)

    assert answer.status == 401
    assert "Authorization: Bearer" in answer.json()["errors"][0]["message"]
