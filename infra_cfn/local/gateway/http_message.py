"""HTTP messages as the local gateway and the Runtime API pass them around."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Request:
    """One request, read to its end."""

    method: str
    target: str  # path and query, as sent
    headers: list[tuple[str, str]]
    body: bytes
    peer: str  # the client's IP address
    keep_alive: bool

    def header(self, name: str) -> str | None:
        """Return the last value of a header; the name in lower case."""
        values = [value for key, value in self.headers if key.lower() == name]
        return values[-1] if values else None


@dataclass(frozen=True, slots=True)
class Response:
    """One response; its length is added when it is sent."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def encoded(self) -> bytes:
        """Return the response as it goes over the wire."""
        lines = [f"HTTP/1.1 {self.status} {phrase(self.status)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines += [f"Content-Length: {len(self.body)}", "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


@dataclass(frozen=True, slots=True)
class Relay:
    """Another server's answer, passed on as it comes until that server closes."""

    beginning: bytes  # at least the first line
    rest: asyncio.StreamReader
    close: Callable[[], None]

    @property
    def status(self) -> int:
        """Return the status in the answer's first line."""
        return int(self.beginning[9:12])


def message(status: int, sentence: str) -> Response:
    """Return an answer in the shape in which API Gateway speaks for itself."""
    body = f'{{"message": "{sentence}"}}'.encode()
    return Response(status, [("Content-Type", "application/json")], body)


def phrase(status: int) -> str:
    """Return the words that go with a status, none if it is not registered."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
