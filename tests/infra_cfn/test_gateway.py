"""The local gateway: what API Gateway would do with a request, on one port of this machine."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.infra_cfn.gateway_process import Echo, Gateway, echo_service, gateway
from tests.runtime.tokens import claims, token


@pytest.fixture(scope="module")
def door() -> Iterator[Gateway]:
    with echo_service() as flask_url, gateway(flask_url=flask_url) as running:
        yield running


def event_of(door: Gateway, *request: Any, **more: Any) -> dict[str, Any]:
    """Return the event that the function got."""
    event: dict[str, Any] = door.send(*request, **more).json()["event"]
    return event


def test_a_request_becomes_a_rest_proxy_event(door: Gateway) -> None:
    headers = {"Content-Type": "application/json", "User-Agent": "a browser", "X-Twice": "1"}

    event = event_of(door, "POST", "/graphql?a=1&a=2&b=", '{"query": "é"}', headers=headers)

    context = event["requestContext"]
    assert event["httpMethod"] == context["httpMethod"] == "POST"
    assert event["path"] == event["resource"] == context["path"] == "/graphql"
    assert event["body"] == '{"query": "é"}'
    assert event["isBase64Encoded"] is False
    assert event["headers"]["Content-Type"] == "application/json"
    assert event["multiValueHeaders"]["User-Agent"] == ["a browser"]
    assert event["queryStringParameters"] == {"a": "2", "b": ""}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"], "b": [""]}
    assert context["identity"] == {"sourceIp": "127.0.0.1", "userAgent": "a browser"}
    assert context["stage"] == "prod"
    assert "authorizer" not in context


def test_what_is_absent_is_null_as_on_api_gateway(door: Gateway) -> None:
    event = event_of(door, "GET", "/graphql")

    assert event["body"] is None
    assert event["queryStringParameters"] is None
    assert event["multiValueQueryStringParameters"] is None
    assert event["pathParameters"] is None
    assert event["stageVariables"] is None


def test_below_the_stage_only_the_context_knows_it(door: Gateway) -> None:
    event = event_of(door, "POST", "/prod/graphql", "{}")

    assert event["path"] == "/graphql"
    assert event["requestContext"]["path"] == "/prod/graphql"


def test_a_valid_token_brings_its_claims_as_text(door: Gateway) -> None:
    now = time.time()
    sent = token(claims(iat=int(now), exp=int(now) + 60))
    headers = {"Authorization": f"Bearer {sent}"}

    event = event_of(door, "POST", "/graphql", "{}", headers=headers)
    again = event_of(door, "POST", "/graphql", "{}", headers=headers)

    given = event["requestContext"]["authorizer"]["claims"]
    assert given["sub"] == claims()["sub"]
    assert given["cognito:groups"] == "registrar"
    assert given["exp"] == str(int(now) + 60)
    assert again["requestContext"]["authorizer"] == event["requestContext"]["authorizer"]


@pytest.mark.parametrize("sent", ["Bearer nonsense", "Basic abc", f"Bearer {token(claims(exp=1))}"])
def test_another_token_brings_none_and_is_left_to_the_function(door: Gateway, sent: str) -> None:
    event = event_of(door, "POST", "/graphql", "{}", headers={"Authorization": sent})

    assert "authorizer" not in event["requestContext"]
    assert event["headers"]["Authorization"] == sent


@pytest.mark.parametrize("method", ["POST", "GET", "OPTIONS"])
def test_these_methods_are_the_functions(door: Gateway, method: str) -> None:
    assert event_of(door, method, "/graphql")["httpMethod"] == method


def test_another_method_is_refused_in_api_gateways_words(door: Gateway) -> None:
    answer = door.send("DELETE", "/graphql")

    assert (answer.status, answer.json()) == (403, {"message": "Missing Authentication Token"})


def test_the_functions_status_headers_and_body_are_the_answer(door: Gateway) -> None:
    value = {
        "statusCode": 418,
        "headers": {"X-One": "1", "X-Two": "lost"},
        "multiValueHeaders": {"x-two": ["2"], "X-Three": ["3"]},
        "body": "é",
    }

    answer = door.ask("return", value=value)

    assert (answer.status, answer.body.decode()) == (418, "é")
    assert answer.headers["x-one"] == "1"
    assert answer.headers["x-two"] == "2"
    assert answer.headers["x-three"] == "3"
    assert len(answer.headers["x-amzn-requestid"]) == 36


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        {},
        {"statusCode": "?"},
        {"statusCode": 99},
        {"statusCode": 200, "body": {"data": None}},
        {"statusCode": 200, "headers": ["content-type"]},
        {"statusCode": 200, "headers": {"X-Evil": "a\r\nSet-Cookie: b=c"}},
        {"statusCode": 200, "headers": {"X Space": "a"}},
        {"statusCode": 200, "headers": {"X-Name": "имя"}},
    ],
)
def test_an_answer_that_is_no_response_is_an_error(door: Gateway, value: Any) -> None:
    answer = door.ask("return", value=value)

    assert (answer.status, answer.json()) == (502, {"message": "Internal server error"})


def test_base64_stays_text_without_binary_media_types(door: Gateway) -> None:
    answer = door.ask("return", value={"statusCode": 200, "body": "YQ==", "isBase64Encoded": True})

    assert answer.body == b"YQ=="


def test_a_trace_header_is_made(door: Gateway) -> None:
    answer = door.ask()

    sent = answer.json()["event"]["headers"]["X-Amzn-Trace-Id"]
    assert sent.startswith("Root=1-")
    assert sent.endswith(";Sampled=0")  # no daemon is configured
    assert answer.headers["x-amzn-trace-id"] == sent


def test_a_trace_header_is_passed_on(door: Gateway) -> None:
    root = "1-5759e988-bd862e3fe1be46a994272793"
    headers = {"x-amzn-trace-id": f"Root={root};Parent=53995c3f42cd8ad8;Sampled=1"}

    event = event_of(door, "POST", "/graphql", "{}", headers=headers)

    assert f"Root={root};Parent=" in event["headers"]["X-Amzn-Trace-Id"]
    assert "x-amzn-trace-id" not in event["headers"]


def test_everything_else_is_the_services(door: Gateway) -> None:
    headers = {"X-Mine": "1", "X-Forwarded-For": "10.0.0.1", "X-Forwarded-Prefix": "/evil"}

    answer = door.send("POST", "/students?after=x", "given_name=Zoë".encode(), headers=headers)

    told = answer.json()
    assert answer.status == 203
    assert (told["method"], told["target"]) == ("POST", "/students?after=x")
    assert told["body"] == "given_name=Zoë"
    assert told["headers"]["x-mine"] == "1"
    assert told["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert told["headers"]["x-amzn-trace-id"].startswith("Root=1-")
    assert "x-forwarded-prefix" not in told["headers"]


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("/prod", "/"),
        ("/prod/", "/"),
        ("/prod/api", "/api"),
        ("/prod/students?a=1", "/students?a=1"),
    ],
)
def test_the_service_learns_the_stage_from_a_header(
    door: Gateway, target: str, reached: str
) -> None:
    told = door.send("GET", target).json()

    assert told["target"] == reached
    assert told["headers"]["x-forwarded-prefix"] == "/prod"


def test_a_path_that_only_begins_like_the_stage_keeps_it(door: Gateway) -> None:
    assert door.send("GET", "/production").json()["target"] == "/production"


def test_the_head_of_a_page_has_no_body(door: Gateway) -> None:
    answer = door.send("HEAD", "/api")

    assert (answer.status, answer.body) == (203, b"")


def test_a_stream_arrives_while_it_is_made(door: Gateway) -> None:
    Echo.finish_now.clear()
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection:
        connection.sendall(b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        received = b""
        while b"first" not in received:
            received += connection.recv(4096)
        Echo.finish_now.set()
        while part := connection.recv(4096):
            received += part

    assert b"second" in received


def test_a_service_that_is_not_there_is_an_error() -> None:
    with gateway(flask_url="http://127.0.0.1:9") as door:
        answer = door.send("GET", "/api")

    assert (answer.status, answer.json()) == (502, {"message": "Internal server error"})


def test_a_service_that_says_nothing_times_out() -> None:
    Echo.finish_now.clear()
    with echo_service() as flask_url, gateway(flask_url=flask_url, timeout_seconds=0.3) as door:
        answer = door.send("GET", "/silent")

    assert (answer.status, answer.json()) == (504, {"message": "Endpoint request timed out"})
