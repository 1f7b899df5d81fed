"""The Lambda Runtime API, as one function process sees it.

The process asks for its next invocation, answers it or reports an error, and asks again.
Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from infra_cfn.local.gateway.http_message import Request, Response, message

ROOT = "/2018-06-01/runtime"
MAX_RESPONSE_BYTES = 6 * 1024 * 1024  # Lambda's own limit for a synchronous answer


class FunctionError(Exception):
    """An invocation without an answer; the message is what Lambda would log."""


@dataclass(slots=True, eq=False)
class Invocation:
    """One event on its way to a process and back."""

    event: bytes
    trace_header: str
    result: asyncio.Future[bytes]
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def succeed(self, answer: bytes) -> None:
        # Done already when the gateway gave up waiting.
        if not self.result.done():
            self.result.set_result(answer)

    def fail(self, sentence: str) -> None:
        if not self.result.done():
            self.result.set_exception(FunctionError(sentence))


class RuntimeApi:
    """Hands waiting invocations to one process, one at a time."""

    def __init__(
        self,
        waiting: asyncio.Queue[Invocation],
        *,
        arn: str,
        timeout_seconds: float,
        initialised: Callable[[], None],
        kill: Callable[[], None],
    ) -> None:
        """Say `initialised` at each request for work, and `kill` when time runs out."""
        self.init_error = ""
        self._initialised = initialised
        self._waiting = waiting
        self._arn = arn
        self._timeout_seconds = timeout_seconds
        self._kill = kill
        self._current: Invocation | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def handle(self, request: Request) -> Response:
        """Answer one request of the runtime client."""
        match request.target.removeprefix(ROOT).split("/")[1:]:
            case ["invocation", "next"]:
                return await self._next()
            case ["invocation", request_id, "response"]:
                return self._respond(request_id, request.body)
            case ["invocation", request_id, "error"]:
                return self._report(request_id, request.body)
            case ["init", "error"]:
                self.init_error = described(request.body)
                return Response(202)
        return message(404, "Not Found")

    def abandon(self, sentence: str) -> None:
        """Fail what the process was working on; it will not answer any more."""
        if invocation := self._finish():
            invocation.fail(sentence)

    async def _next(self) -> Response:
        self._initialised()
        invocation = await self._waiting.get()
        while invocation.result.done():  # the gateway gave up while it waited
            invocation = await self._waiting.get()
        self._current = invocation
        self._timer = asyncio.get_running_loop().call_later(self._timeout_seconds, self._expire)
        return Response(200, self._headers(invocation), invocation.event)

    def _headers(self, invocation: Invocation) -> list[tuple[str, str]]:
        deadline = int((time.time() + self._timeout_seconds) * 1000)
        return [
            ("Content-Type", "application/json"),
            ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
            ("Lambda-Runtime-Deadline-Ms", str(deadline)),
            ("Lambda-Runtime-Invoked-Function-Arn", self._arn),
            ("Lambda-Runtime-Trace-Id", invocation.trace_header),
        ]

    def _respond(self, request_id: str, answer: bytes) -> Response:
        if not (invocation := self._finish(request_id)):
            return message(400, "Unknown request id")
        if len(answer) > MAX_RESPONSE_BYTES:
            invocation.fail(f"Response payload size exceeded {MAX_RESPONSE_BYTES} bytes")
            return message(413, "Response Too Long")
        invocation.succeed(answer)
        return Response(202)

    def _report(self, request_id: str, error: bytes) -> Response:
        if not (invocation := self._finish(request_id)):
            return message(400, "Unknown request id")
        invocation.fail(described(error))
        return Response(202)

    def _expire(self) -> None:
        self.abandon(f"Task timed out after {self._timeout_seconds:.2f} seconds")
        self._kill()

    def _finish(self, request_id: str | None = None) -> Invocation | None:
        """Return the invocation in hand, which is then no longer, if it has this id."""
        invocation = self._current
        if not invocation or request_id not in (None, invocation.request_id):
            return None
        assert self._timer
        self._timer.cancel()
        self._current = None
        return invocation


def described(error: bytes) -> str:
    """Return an error that the runtime client reports as one line."""
    try:
        report = json.loads(error)
        return f"{report['errorType']}: {report['errorMessage']}"
    except (ValueError, TypeError, KeyError):
        return "Runtime.Unknown: the error report could not be read"
