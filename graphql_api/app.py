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
from graphql_api.execute import Answer, Executor
from graphql_api.request import (
    JSON,
    GraphQLRequest,
    read_query,
    read_request,
    refusal_status,
    response_type,
)
from graphql_api.storage import Storage
from graphql_api.trusted import Trusted
from runtime import log as logs
from runtime import tracing
from runtime.identity import InvalidTokenError, TokenVerifier, bearer_token
from schema.access.caller import Caller

log = logging.getLogger(__name__)

_REQUEST_ID = re.compile(r"[0-9A-Za-z._:-]{1,64}")

Scope = Mapping[str, Any]
Headers = dict[str, str]

# Records are not to stay in a cache, nor to be taken for a page.
_KEPT_BY_NOBODY = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back."""

    status: int
    body: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class App:
    """Answers `…/graphql` for callers with a token, and nobody else."""

    executor: Executor
    database: Database
    storage: Storage
    verifier: TokenVerifier
    cors_origins: frozenset[str]
    trusted: Trusted

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
        query = scope["query_string"].decode("latin-1")
        response = self.respond(scope["method"], scope["path"], headers, body, query)
        shown = [(name.encode(), value.encode()) for name, value in response.headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": shown})
        await send({"type": "http.response.body", "body": response.body})

    def respond(
        self, method: str, path: str, headers: Headers, body: bytes, query: str = ""
    ) -> Response:
        """Return the response to a request, with what stands behind `?`; never raises."""
        given = headers.get("x-request-id", "")
        # It stands in the log, where a client may write no more than an id.
        request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        with logs.bind(request_id=request_id), self.database.one_request():
            try:
                response = self._route(method, path, query, headers, body, request_id)
            except RequestError as error:
                response = _error(error.status, error.code, str(error), request_id)
                if error.status == 405:
                    response.headers["Allow"] = self._methods
            except InvalidTokenError as error:
                response = _error(401, "UNAUTHENTICATED", str(error), request_id)
                response.headers["WWW-Authenticate"] = "Bearer"
            except Exception as error:
                status, code, sentence = failure(error)
                response = _error(status, code, sentence, request_id)
        response.headers.update(self._cors(headers) | _KEPT_BY_NOBODY)
        response.headers["X-Request-Id"] = request_id
        return response

    def _route(
        self, method: str, path: str, query: str, headers: Headers, body: bytes, request_id: str
    ) -> Response:
        if not path.rstrip("/").endswith("/graphql"):
            raise RequestError(404, "NOT_FOUND", "GraphQL is at /graphql.")
        if method == "OPTIONS":
            return Response(204, b"", {"Allow": self._methods})
        if method not in self._methods.split(", "):
            raise RequestError(405, "METHOD_NOT_ALLOWED", "Send GraphQL requests by POST.")
        caller = self.verifier.verify(bearer_token(headers.get("authorization")))
        accept = headers.get("accept", "")
        kind = response_type(accept)
        if method == "GET":
            request = read_query(query)
        else:
            request = read_request(headers.get("content-type", ""), body)
        answer = self._answer(request, caller, request_id, only_queries=method == "GET")
        status = refusal_status(accept) if answer.refused else 200
        return Response(status, answer.body.encode(), {"Content-Type": f"{kind}; charset=utf-8"})

    def _answer(
        self, request: GraphQLRequest, caller: Caller, request_id: str, *, only_queries: bool
    ) -> Answer:
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
                self.trusted.document(request, caller.client_id),
                request.variables,
                request.operation_name,
                context,
                only_queries=only_queries,
            )
            tracing.annotate("operation", answer.operation)
        return answer

    @property
    def _methods(self) -> str:
        by_get = self.executor.profile.queries_by_get
        return "GET, POST, OPTIONS" if by_get else "POST, OPTIONS"

    def _cors(self, headers: Headers) -> Headers:
        origin = headers.get("origin")
        if origin not in self.cors_origins or origin is None:
            return {"Vary": "Origin"}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": self._methods,
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }


def _error(status: int, code: str, message: str, request_id: str) -> Response:
    shown = {"message": message, "extensions": {"code": code, "requestId": request_id}}
    body = json.dumps({"errors": [shown]}).encode()
    return Response(status, body, {"Content-Type": f"{JSON}; charset=utf-8"})
