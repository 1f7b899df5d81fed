"""The application: HTTP in, HTTP out, one path. An ASGI callable without a framework."""

import json
import logging
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graphql_api.context import Context
from graphql_api.database import Database
from graphql_api.errors import RequestError, failure
from graphql_api.execute import Executor
from graphql_api.request import JSON, read_request, refusal_status, response_type
from graphql_api.storage import Storage
from runtime import log as logs
from runtime import tracing
from runtime.identity import InvalidTokenError, TokenVerifier, bearer_token

log = logging.getLogger(__name__)

_REQUEST_ID = re.compile(r"[0-9A-Za-z._:-]{1,64}")

Scope = Mapping[str, Any]
Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back."""

    status: int
    body: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class App:
    """Answers `POST …/graphql` for callers with a token, and nobody else."""

    executor: Executor
    database: Database
    storage: Storage
    verifier: TokenVerifier
    cors_origins: frozenset[str]

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[Mapping[str, Any]]],
        send: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        headers = {
            name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        message = await receive()
        body: bytes = message.get("body", b"")
        response = self.respond(scope["method"], scope["path"], headers, body)
        shown = [(name.encode(), value.encode()) for name, value in response.headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": shown})
        await send({"type": "http.response.body", "body": response.body})

    def respond(self, method: str, path: str, headers: Headers, body: bytes) -> Response:
        """Return the response to a request; never raises."""
        given = headers.get("x-request-id", "")
        # It stands in the log, where a client may write no more than an id.
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        with logs.bind(request_id=request_id), self.database.one_request():
            try:
                response = self._route(method, path, headers, body, request_id)
            except RequestError as error:
                response = _error(error.status, error.code, str(error), request_id)
            except InvalidTokenError as error:
                response = _error(401, "UNAUTHENTICATED", str(error), request_id)
                response.headers["WWW-Authenticate"] = "Bearer"
            except Exception as error:
                status, code, sentence = failure(error)
                response = _error(status, code, sentence, request_id)
        response.headers.update(self._cors(headers))
        response.headers["X-Request-Id"] = request_id
        return response

    def _route(
        self, method: str, path: str, headers: Headers, body: bytes, request_id: str
    ) -> Response:
        if not path.rstrip("/").endswith("/graphql"):
            raise RequestError(404, "NOT_FOUND", "GraphQL is at /graphql.")
        if method == "OPTIONS":
            return Response(204, b"", {"Allow": "POST, OPTIONS"})
        if method != "POST":
            response = _error(
                405, "METHOD_NOT_ALLOWED", "Send GraphQL requests by POST.", request_id
            )
            response.headers["Allow"] = "POST, OPTIONS"
            return response
        return self._answer(headers, body, request_id)

    def _answer(self, headers: Headers, body: bytes, request_id: str) -> Response:
        caller = self.verifier.verify(bearer_token(headers.get("authorization")))
        accept = headers.get("accept", "")
        kind = response_type(accept)
        request = read_request(headers.get("content-type", ""), body)
        context = Context(
            caller,
            self.database,
            self.storage,
            datetime.now(UTC).date(),
            request_id,
            tracing.current_header(),
        )
        with tracing.span("graphql"):
            answer = self.executor.answer(
                request.query, request.variables, request.operation_name, context
            )
            tracing.annotate("operation", answer.operation)
        status = refusal_status(accept) if answer.refused else 200
        return Response(status, answer.body.encode(), {"Content-Type": f"{kind}; charset=utf-8"})

    def _cors(self, headers: Headers) -> Headers:
        origin = headers.get("origin")
        if origin not in self.cors_origins or origin is None:
            return {"Vary": "Origin"}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "POST, OPTIONS",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }


def _error(status: int, code: str, message: str, request_id: str) -> Response:
    shown = {"message": message, "extensions": {"code": code, "requestId": request_id}}
    body = json.dumps({"errors": [shown]}).encode()
    return Response(status, body, {"Content-Type": f"{JSON}; charset=utf-8"})
