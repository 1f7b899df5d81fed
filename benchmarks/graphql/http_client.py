"""A client that costs little beside what it measures: sockets, and requests made beforehand."""

import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

from benchmarks.leave import MeasureError

READ_SIZE = 262_144
PATIENCE = 60.0  # seconds until a server that says nothing is given up
_HEAD_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"


class Connection:
    """One kept-alive connection with one request on its way at most."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._received = bytearray()

    def send(self, request: bytes) -> None:
        self._received.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come, and say whether the response is complete.

        Raises:
            MeasureError: the server hung up, or says nothing.
        """
        try:
            data = self.socket.recv(READ_SIZE)
        except TimeoutError:
            raise MeasureError(f"The server did not answer within {PATIENCE:g} s.") from None
        if not data:
            raise MeasureError("The server closed the connection.")
        self._received += data
        return _is_complete(self._received)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return the status and the body of its answer."""
        self.send(request)
        while not self.receive():
            pass
        return self.status, _body(bytes(self._received))

    @property
    def status(self) -> int:
        return int(self._received[9:12])


def _is_complete(received: bytearray) -> bool:
    end = received.find(_HEAD_END)
    if end < 0:
        return False
    length = _content_length(received[:end])
    if length is None:
        return received.endswith(_LAST_CHUNK)
    return len(received) >= end + len(_HEAD_END) + length


def _content_length(head: bytearray | bytes) -> int | None:
    """Return the body's length; None means that it comes in chunks."""
    for line in head.lower().split(b"\r\n")[1:]:
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return None


def _body(received: bytes) -> bytes:
    head, _, body = received.partition(_HEAD_END)
    if _content_length(head) is not None:
        return body
    parts = []
    while body:
        size, _, body = body.partition(b"\r\n")
        parts.append(body[: int(size, 16)])
        body = body[int(size, 16) + 2 :]
    return b"".join(parts)


@contextmanager
def connected(port: int) -> Iterator[Connection]:
    """Give a connection, closed in the end."""
    connection = Connection(port)
    with closing(connection.socket):
        yield connection


def latencies(port: int, requests: Iterator[bytes], seconds: float) -> list[float]:
    """Return the seconds that each request took, one after the other on one connection."""
    found: list[float] = []
    with connected(port) as connection:
        until = time.perf_counter() + seconds
        while not found or time.perf_counter() < until:
            connection.send(next(requests))
            while not connection.receive():
                pass
            found.append(time.perf_counter() - connection.sent_at)
            _refuse_failure(connection)
    return found


def throughput(
    port: int, requests: Iterator[bytes], seconds: float, connections: int
) -> tuple[int, float]:
    """Return how many requests were answered, and in how many seconds, all connections busy."""
    busy = [Connection(port) for _ in range(connections)]
    with selectors.DefaultSelector() as selector:
        for connection in busy:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(requests))
        began = time.perf_counter()
        answered = _keep_busy(selector, requests, lambda: time.perf_counter() - began < seconds)
        took = time.perf_counter() - began
    for connection in busy:
        connection.socket.close()
    return answered, took


def _keep_busy(
    selector: selectors.BaseSelector, requests: Iterator[bytes], go_on: Callable[[], bool]
) -> int:
    """Ask again on each connection that was answered; end when all have their answer."""
    answered, open_requests = 0, len(selector.get_map())
    while open_requests:
        for key, _ in _ready(selector):
            connection: Connection = key.data
            if not connection.receive():
                continue
            _refuse_failure(connection)
            answered += 1
            if go_on():
                connection.send(next(requests))
            else:
                open_requests -= 1
    return answered


def _ready(selector: selectors.BaseSelector) -> list[tuple[selectors.SelectorKey, int]]:
    if ready := selector.select(PATIENCE):
        return ready
    raise MeasureError(f"The server did not answer within {PATIENCE:g} s.")


def _refuse_failure(connection: Connection) -> None:
    if connection.status != 200:
        raise MeasureError(f"The server answered {connection.status} while it was measured.")


def post(path: str, headers: Sequence[tuple[str, str]], body: bytes) -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += ["Accept: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode() + body
