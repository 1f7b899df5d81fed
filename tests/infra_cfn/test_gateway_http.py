"""HTTP at the local gateway's door: kept connections, API Gateway's limits, and what is no HTTP."""

import json
import socket
from collections.abc import Iterator

import pytest

from tests.infra_cfn.gateway_process import Gateway, echo_service, gateway


@pytest.fixture(scope="module")
def door() -> Iterator[Gateway]:
    with echo_service() as flask_url, gateway(flask_url=flask_url) as running:
        yield running


def test_a_connection_serves_one_request_after_the_other(door: Gateway) -> None:
    one = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
    last = one.replace(b"Host: x", b"Host: x\r\nConnection: close")

    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection:
        connection.sendall(one + one + last)
        received = b"".join(iter(lambda: connection.recv(65536), b""))

    assert received.count(b"HTTP/1.1 200 OK\r\n") == 3


def test_a_body_up_to_the_limit_reaches_the_service(door: Gateway) -> None:
    body = "x" * (10 * 1024 * 1024)

    assert len(door.send("POST", "/console", body).json()["body"]) == len(body)


@pytest.mark.parametrize("target", ["/console", "/graphql"])
def test_a_larger_body_is_refused(door: Gateway, target: str) -> None:
    answer = door.send("POST", target, "x" * (10 * 1024 * 1024 + 1))

    assert (answer.status, answer.json()) == (413, {"message": "Request Too Long"})


def test_a_client_that_asks_first_is_refused_before_it_sends(door: Gateway) -> None:
    head = b"POST /console HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10485761"

    assert raw(door, head + b"\r\n\r\n").startswith(b"HTTP/1.1 413 ")


def test_a_client_that_asks_first_is_told_to_go_on(door: Gateway) -> None:
    head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection:
        connection.sendall(head)
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 OK\r\n")


def test_an_event_over_lambdas_limit_is_refused(door: Gateway) -> None:
    answer = door.send("POST", "/graphql", json.dumps({"padding": "x" * (6 * 1024 * 1024)}))

    assert (answer.status, answer.json()) == (413, {"message": "Request Too Long"})


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"registrar\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00", b"400"),  # TLS
        (b"POST /graphql HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"GET /api HTTP/1.1\r\nX-Long: " + b"x" * 11_000 + b"\r\n\r\n", b"431"),
        (b"GET /" + b"x" * 11_000 + b" HTTP/1.1\r\n\r\n", b"431"),
        (b"GET /api HTTP/1.1\r\nX-Endless: " + b"x" * 70_000, b"431"),
    ],
)
def test_what_is_not_http_is_refused(door: Gateway, sent: bytes, status: bytes) -> None:
    assert raw(door, sent).startswith(b"HTTP/1.1 " + status)


def raw(door: Gateway, sent: bytes) -> bytes:
    """Return what the gateway says before it closes the connection."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))
