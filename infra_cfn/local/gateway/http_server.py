"""A small HTTP/1.1 server for this machine: the gateway's door and the Runtime API's.

asyncio and httptools, because benchmarks pass here: a prototype took 0.5 ms from client to
runtime client and back, where threads and http.server took 1.2 ms.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from infra_cfn.local.gateway.http_message import Relay, Request, Response, message
from infra_cfn.local.gateway.http_reader import HttpReader

log = logging.getLogger(__name__)

READ_SIZE = 65_536  # bytes at once

Handler = Callable[[Request], Awaitable[Response | Relay]]


class HttpServer:
    """Listens on loopback, and answers the requests of a connection one after the other."""

    def __init__(self, handler: Handler, *, max_body_bytes: int) -> None:
        self._handler = handler
        self._max_body_bytes = max_body_bytes
        self._open: set[Conversation] = set()

    async def start(self, port: int = 0) -> int:
        """Listen, and return the port: a free one when asked for port 0."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, "127.0.0.1", port)
        listening: int = self._server.sockets[0].getsockname()[1]
        return listening

    def stop(self) -> None:
        """Stop listening, and give up what is being answered."""
        self._server.close()
        for conversation in list(self._open):
            conversation.hang_up()

    def _conversation(self) -> "Conversation":
        return Conversation(self._handler, HttpReader(self._max_body_bytes), self._open)


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, handler: Handler, reader: HttpReader, known: "set[Conversation]") -> None:
        """Be among the known ones while the connection is open."""
        self._handler = handler
        self._reader = reader
        self._known = known
        self._answering: asyncio.Task[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._reader.peer = transport.get_extra_info("peername")[0]
        self._known.add(self)

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        if self._reader.consent_awaited():
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if not self._answering and (self._reader.requests or self._reader.refusal):
            self._answering = asyncio.get_running_loop().create_task(self._answer_all())

    def connection_lost(self, exc: Exception | None) -> None:
        self._known.discard(self)
        if self._answering:
            self._answering.cancel()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def hang_up(self) -> None:
        """Close at once."""
        self._transport.abort()

    async def _answer_all(self) -> None:
        keep_alive = True
        while self._reader.requests and keep_alive:
            request = self._reader.requests.popleft()
            answer = await self._answer(request)
            await self._send(answer)
            keep_alive = request.keep_alive and isinstance(answer, Response)
        if self._reader.refusal and keep_alive:
            await self._send(self._reader.refusal)
        if self._reader.refusal or not keep_alive:
            self._transport.close()
        self._answering = None

    async def _answer(self, request: Request) -> Response | Relay:
        try:
            return await self._handler(request)
        except Exception:
            log.exception("a request failed in the gateway itself")
            return message(500, "Internal server error")

    async def _send(self, answer: Response | Relay) -> None:
        """Write an answer no faster than its reader takes it."""
        if isinstance(answer, Response):
            self._transport.write(answer.encoded())
            return
        try:
            data = answer.beginning
            while data:
                self._transport.write(data)
                await self._writable.wait()
                data = await answer.rest.read(READ_SIZE)
        finally:
            answer.close()
