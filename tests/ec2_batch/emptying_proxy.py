"""A line to S3 whose answers come without their bodies, as often as a test asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import boto3

from infra_cfn.local.aws.ministack import AWS_ENVIRON, Ministack

OF_THE_LINE = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive"})


class EmptyingProxy:
    """Stands between a client and the stand-in, and keeps the first bodies to itself."""

    def __init__(self, ministack: Ministack, times: int) -> None:
        self._host, self._times = urlsplit(ministack.endpoint).netloc, times
        self.emptied = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                proxy._answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def client(self) -> Any:
        """Return a client of S3 by way of this proxy."""
        session = boto3.Session(
            AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
            AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
            region_name=AWS_ENVIRON["AWS_REGION"],
        )
        port = self.server.server_address[1]
        return session.client("s3", endpoint_url=f"http://127.0.0.1:{port}")

    def _answer(self, asked: BaseHTTPRequestHandler) -> None:
        line = HTTPConnection(self._host)
        line.request("GET", asked.path, headers=dict(asked.headers))
        answer = line.getresponse()
        body = answer.read()
        if self.emptied < self._times:
            self.emptied, body = self.emptied + 1, b""
        asked.send_response(answer.status)
        for name, value in answer.getheaders():
            # S3 has no checksum of a part, by which the client would know.
            if name.lower() not in OF_THE_LINE and "checksum" not in name.lower():
                asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)
        line.close()


@contextmanager
def emptying_proxy(ministack: Ministack, times: int) -> Iterator[EmptyingProxy]:
    """Give a proxy that leaves `times` answers without a body."""
    proxy = EmptyingProxy(ministack, times)
    try:
        yield proxy
    finally:
        proxy.server.shutdown()
        proxy.server.server_close()
