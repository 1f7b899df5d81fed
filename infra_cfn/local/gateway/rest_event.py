"""HTTP request → API Gateway REST proxy event, and the function's answer → HTTP response.

Payload format 1.0, without binary media types: a body is text, both ways.
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import json
import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from infra_cfn.local.gateway.http_message import Request, Response

STAGE = "prod"
# What may stand in a header line: no line ends, so that a value cannot start another header.
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


class MalformedAnswerError(Exception):
    """The function's answer is not a proxy response."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the gateway knows of a request besides its bytes."""

    path: str  # without the stage
    query: str
    stage_in_path: bool  # the default domain has it, a domain of one's own has not
    request_id: str
    trace_header: str


def rest_event(request: Request, call: Call, claims: dict[str, str] | None) -> bytes:
    """Return the event that the function gets, with the claims of a valid access token."""
    headers = [(n, v) for n, v in request.headers if n.lower() != "x-amzn-trace-id"]
    headers += [("X-Forwarded-For", request.peer), ("X-Amzn-Trace-Id", call.trace_header)]
    query = parse_qsl(call.query, keep_blank_values=True)
    event = {
        "resource": call.path,
        "path": call.path,
        "httpMethod": request.method,
        "headers": dict(headers),
        "multiValueHeaders": grouped(headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": grouped(query) or None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": request_context(request, call) | authorizer(claims),
        "body": request.body.decode("utf-8", "replace") or None,
        "isBase64Encoded": False,
    }
    return json.dumps(event).encode()


def request_context(request: Request, call: Call) -> dict[str, Any]:
    """Return what API Gateway says of the request itself."""
    now = time.time()
    host = request.header("host") or ""
    return {
        "accountId": "000000000000",
        "apiId": "local",
        "domainName": host.rpartition(":")[0] or host,
        "domainPrefix": "local",
        "extendedRequestId": call.request_id,
        "httpMethod": request.method,
        "identity": {"sourceIp": request.peer, "userAgent": request.header("user-agent")},
        "path": f"/{STAGE}{call.path}" if call.stage_in_path else call.path,
        "protocol": "HTTP/1.1",
        "requestId": call.request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": "local",
        "resourcePath": call.path,
        "stage": STAGE,
    }


def authorizer(claims: dict[str, str] | None) -> dict[str, Any]:
    """Return what the authorizer adds to the context."""
    return {} if claims is None else {"authorizer": {"claims": claims}}


def grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Return all values of each name, in their order."""
    groups: dict[str, list[str]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


def http_response(answer: bytes) -> Response:
    """Return the response that a function's answer describes.

    Raises:
        MalformedAnswerError: API Gateway would not take it either.
    """
    try:
        described = json.loads(answer)
        status = int(described["statusCode"])
        body = described.get("body") or ""
        encoded = body.encode()
        headers = response_headers(described)
    except (ValueError, TypeError, KeyError, AttributeError) as malformed:
        raise MalformedAnswerError("The answer is not a proxy response.") from malformed
    if not 100 <= status <= 599:
        raise MalformedAnswerError("The answer's status is none of HTTP's.")
    return Response(status, headers, encoded)


def response_headers(described: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the headers of an answer; where both forms name one, the lists win."""
    lists = described.get("multiValueHeaders") or {}
    single = described.get("headers") or {}
    named = {name.lower() for name in lists}
    headers = [(n, str(v)) for n, v in single.items() if n.lower() not in named]
    headers += [(name, str(value)) for name, values in lists.items() for value in values]
    # Connection and length are the gateway's own business.
    kept = [(n, v) for n, v in headers if n.lower() not in ("content-length", "connection")]
    if not all(HEADER_NAME.fullmatch(n) and HEADER_VALUE.fullmatch(v) for n, v in kept):
        raise ValueError("a header that HTTP has no place for")
    return kept or [("Content-Type", "application/json")]
