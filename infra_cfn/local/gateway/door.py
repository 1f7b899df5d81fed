"""One port before the stand-in's API Gateway, as AWS has a name for each API.

It signs demo users in and begins traces; whatever is asked, the API's stage answers.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from infra_cfn.local.gateway.flask_proxy import relay
from infra_cfn.local.gateway.http_message import Relay, Request, Response
from infra_cfn.local.gateway.http_server import HttpServer
from infra_cfn.local.gateway.ready import Ready
from infra_cfn.local.gateway.rest_event import STAGE, Call
from infra_cfn.local.gateway.routes import parted
from infra_cfn.local.gateway.sign_in import TokenForRole, redirect, role_wanted
from infra_cfn.local.gateway.trace import Daemon, begin, read_trace

MAX_BODY_BYTES = 10 * 1024 * 1024  # API Gateway's
# One over API Gateway's own: its answer that time is out shall come through.
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Door:
    """Leads to one stage of one API."""

    stage_url: str  # where the stand-in answers for it
    token_for_role: TokenForRole
    daemon: Daemon

    async def answer(self, request: Request) -> Response | Relay:
        """Answer one request, and report it to X-Ray."""
        path, query, stage_in_path = parted(request.target)
        if role := role_wanted(request, path, query):
            # It starts a program: not to be waited for on the loop.
            token = await asyncio.to_thread(self.token_for_role, role)
            return redirect(request.target, role, token)
        within = read_trace(request.header("x-amzn-trace-id"), sampling=self.daemon.sampling)
        segment = begin(f"student-cloud/{STAGE}", "AWS::ApiGateway::Stage", within)
        call = Call(path, query, stage_in_path, str(uuid.uuid4()), segment.inside().header())
        answer = await relay(request, call, self.stage_url, timeout_seconds=TIMEOUT_SECONDS)
        self.daemon.end(segment, answer.status)
        return answer


@asynccontextmanager
async def open_door(
    port: int, *, stage_url: str, token_for_role: TokenForRole, xray_daemon: str | None
) -> AsyncIterator[Ready]:
    """Listen until the context ends, on a free port when asked for port 0.

    Raises:
        OSError: the port is taken.
    """
    door = Door(stage_url, token_for_role, Daemon(xray_daemon))
    server = HttpServer(door.answer, max_body_bytes=MAX_BODY_BYTES)
    listening = await server.start(port)
    try:
        yield Ready(listening, init_seconds=0.0)  # it has no function
    finally:
        server.stop()
