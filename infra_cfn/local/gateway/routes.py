"""Who answers a request that comes to the local gateway, and what API Gateway adds to it."""

import asyncio
import logging
import uuid
from dataclasses import dataclass

from infra_cfn.local.function.function import Function
from infra_cfn.local.function.runtime_api import FunctionError
from infra_cfn.local.gateway.authorizer import Authorizer
from infra_cfn.local.gateway.flask_proxy import relay
from infra_cfn.local.gateway.http_message import Relay, Request, Response, message
from infra_cfn.local.gateway.rest_event import (
    STAGE,
    Call,
    MalformedAnswerError,
    http_response,
    rest_event,
)
from infra_cfn.local.gateway.sign_in import TokenForRole, redirect, role_wanted
from infra_cfn.local.gateway.trace import Daemon, Trace, begin, read_trace
from schema.access.roles import Role

log = logging.getLogger(__name__)

MAX_EVENT_BYTES = 6 * 1024 * 1024  # Lambda's limit for what it is called with
GRAPHQL_METHODS = ("POST", "OPTIONS", "GET")


@dataclass(frozen=True, slots=True)
class Routes:
    """Two things to pass requests on to, and what is needed on the way."""

    function: Function
    function_name: str
    flask_url: str
    timeout_seconds: float
    authorizer: Authorizer
    daemon: Daemon
    token_for_role: TokenForRole

    async def answer(self, request: Request) -> Response | Relay:
        """Answer one request, and report it to X-Ray."""
        path, query, stage_in_path = parted(request.target)
        if role := role_wanted(request, path, query):
            return await self._sign_in(request, role)
        within = read_trace(request.header("x-amzn-trace-id"), sampling=self.daemon.sampling)
        segment = begin("student-cloud/prod", "AWS::ApiGateway::Stage", within)
        here = segment.inside()
        call = Call(path, query, stage_in_path, str(uuid.uuid4()), here.header())
        if path == "/graphql":
            answer: Response | Relay = await self._graphql(request, call, here)
        else:
            answer = await relay(
                request, call, self.flask_url, timeout_seconds=self.timeout_seconds
            )
        self.daemon.end(segment, answer.status)
        return answer

    async def _sign_in(self, request: Request, role: Role) -> Response:
        # It asks Cognito, or starts a program: not to be waited for on the loop.
        token = await asyncio.to_thread(self.token_for_role, role)
        return redirect(request.target, role, token)

    async def _graphql(self, request: Request, call: Call, here: Trace) -> Response:
        if request.method not in GRAPHQL_METHODS:
            # What API Gateway says when a resource has no such method.
            answer = message(403, "Missing Authentication Token")
        else:
            claims = self.authorizer.claims(request.header("authorization"))
            event = rest_event(request, call, claims)
            answer = await self._invoke(event, here)
        answer.headers.append(("x-amzn-RequestId", call.request_id))
        answer.headers.append(("X-Amzn-Trace-Id", call.trace_header))
        return answer

    async def _invoke(self, event: bytes, here: Trace) -> Response:
        if len(event) > MAX_EVENT_BYTES:
            return message(413, "Request Too Long")
        segment = begin(self.function_name, "AWS::Lambda::Function", here)
        try:
            async with asyncio.timeout(self.timeout_seconds):
                answer = await self.function.invoke(event, segment.inside().header())
            response = http_response(answer)
        except (FunctionError, MalformedAnswerError) as failure:
            # Into our log, not into the answer: it may name what nobody should see.
            log.error("function error: %s", failure)
            response = message(502, "Internal server error")
        except TimeoutError:
            response = message(504, "Endpoint request timed out")
        self.daemon.end(segment, response.status)
        return response


def parted(target: str) -> tuple[str, str, bool]:
    """Return a target's path without the stage, its query, and whether the stage was there."""
    path, _, query = target.partition("?")
    if path == f"/{STAGE}" or path.startswith(f"/{STAGE}/"):
        return path.removeprefix(f"/{STAGE}") or "/", query, True
    return path, query, False
