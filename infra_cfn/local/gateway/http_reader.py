"""Bytes of one connection → requests, or the reason why there will be no more."""

from collections import deque

import httptools

from infra_cfn.local.gateway.http_message import Request, Response, message

# API Gateway's limit for the request line and the headers together.
MAX_HEAD_BYTES = 10_240
# Of a body that is refused anyway, so much is still read: many clients send all of it first.
MAX_DISCARDED_BYTES = 64 * 1024 * 1024


class HttpReader:
    """What httptools calls back while it parses one connection."""

    def __init__(self, max_body_bytes: int) -> None:
        self.peer = ""  # the client's IP address
        self.requests: deque[Request] = deque()  # complete, and not yet answered
        self.refusal: Response | None = None
        self._max_body_bytes = max_body_bytes
        self._parser = httptools.HttpRequestParser(self)
        self._consent_awaited = False
        self._begin()

    def feed(self, data: bytes) -> None:
        """Parse what came in; `refusal` is set if it is no HTTP, or too much of it."""
        self._head_bytes += 0 if self._head_complete else len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.refusal = message(400, "Bad Request")
        # One header that never ends is not called back, so the size is looked at here too.
        if not self._head_complete and self._head_bytes > MAX_HEAD_BYTES:
            self.refusal = message(431, "Request Header Fields Too Large")

    def consent_awaited(self) -> bool:
        """Say, once, whether the client waits for a word before it sends its body."""
        awaited, self._consent_awaited = self._consent_awaited, False
        return awaited and not self.refusal

    def _begin(self) -> None:
        self._target = b""
        self._headers: list[tuple[str, str]] = []
        self._body = bytearray()
        self._body_bytes = 0
        self._head_bytes = 0
        self._head_complete = False

    def on_url(self, part: bytes) -> None:
        self._target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.decode("latin-1"), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        self._head_complete = True
        head = len(self._target) + sum(len(name) + len(value) for name, value in self._headers)
        if head > MAX_HEAD_BYTES:
            self.refusal = message(431, "Request Header Fields Too Large")
        sent = {name.lower(): value for name, value in self._headers}
        self._consent_awaited = sent.get("expect", "").lower() == "100-continue"
        if self._consent_awaited and int(sent.get("content-length", "0")) > self._max_body_bytes:
            self.refusal = message(413, "Request Too Long")

    def on_body(self, part: bytes) -> None:
        self._body_bytes += len(part)
        if self._body_bytes <= self._max_body_bytes:
            self._body += part
        elif self._body_bytes > MAX_DISCARDED_BYTES:
            self.refusal = message(413, "Request Too Long")

    def on_message_complete(self) -> None:
        if self._body_bytes > self._max_body_bytes:
            self.refusal = message(413, "Request Too Long")
        if not self.refusal:
            self.requests.append(self._request())
        self._begin()

    def _request(self) -> Request:
        return Request(
            method=self._parser.get_method().decode("ascii"),
            target=self._target.decode("latin-1"),
            headers=self._headers,
            body=bytes(self._body),
            peer=self.peer,
            keep_alive=self._parser.should_keep_alive(),
        )
