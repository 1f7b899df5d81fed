"""A plain HTTP server, under the API and under the floor alike: one thread a connection."""

import json
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from infra_cfn.local.gateway.http_message import Request, Response
from infra_cfn.local.gateway.http_reader import HttpReader

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Mapping[str, Any], Receive, Send], Awaitable[None]]

LARGEST_BODY = 1_000_000  # bytes
READ_SIZE = 65_536


def told() -> dict[str, Any]:
    """Return what the benchmark says on standard input."""
    words: dict[str, Any] = json.loads(sys.stdin.readline())
    return words


def serve(application: Application) -> None:
    """Serve an ASGI application on a free port until the process is ended."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        sys.stdout.write(json.dumps({"port": listener.getsockname()[1]}) + "\n")
        sys.stdout.flush()
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_converse, args=(connection, application), daemon=True).start()


def _converse(connection: socket.socket, application: Application) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reader = HttpReader(LARGEST_BODY)
    with connection:
        while data := connection.recv(READ_SIZE):
            reader.feed(data)
            while reader.requests:
                connection.sendall(_answer(reader.requests.popleft(), application).encoded())


def _answer(request: Request, application: Application) -> Response:
    """Call an application that never waits for an event loop, without one."""
    sent: list[Message] = []
    path, _, query = request.target.partition("?")
    scope = {
        "type": "http",
        "method": request.method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in request.headers],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    call: Any = application(scope, receive, send)
    try:
        call.send(None)
    except StopIteration:
        start, body = sent
        headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
        return Response(start["status"], headers, body["body"])
    raise RuntimeError("The application waits for something that only an event loop brings.")
