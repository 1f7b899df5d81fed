"""A gateway in a process of its own, before a tiny function and a service that echoes."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.runtime.tokens import CLIENT_ID, ISSUER, jwks

PROJECT = Path(__file__).parents[2]
LEASH = PROJECT / "infra_cfn/local/processes/leash.py"
TINY = "tests.infra_cfn.tiny_function.handler"
SETTINGS = {
    "TOKEN_ISSUER": ISSUER,
    "TOKEN_JWKS": jwks(),
    "TOKEN_CLIENT_IDS": CLIENT_ID,
    "AWS_REGION": "eu-west-1",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, read to its end."""

    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway."""

    port: int
    pid: int
    ready: dict[str, Any]

    def send(
        self,
        method: str,
        target: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.request(method, target, content, headers or {})
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, named, response.read())
        finally:
            connection.close()

    def ask(self, do: str | None = None, **wanted: Any) -> Answer:
        """Have the tiny function do something."""
        return self.send("POST", "/graphql", json.dumps({"do": do, **wanted}))


@contextmanager
def gateway(
    *, flask_url: str = "http://127.0.0.1:9", environment: dict[str, str] | None = None, **more: Any
) -> Iterator[Gateway]:
    """Run a gateway as the supervisor does."""
    with started(flask_url=flask_url, environment=environment, **more) as process:
        yield ready(process)


@contextmanager
def door(stage_url: str) -> Iterator[Gateway]:
    """Run the door to a stage of the stand-in's API Gateway as the supervisor does."""
    with told({"stage_url": stage_url, "xray_daemon": None}) as process:
        yield ready(process)


def ready(process: "subprocess.Popen[str]") -> Gateway:
    """Return a gateway once it says that it answers."""
    assert process.stdout
    said = json.loads(process.stdout.readline())
    assert "error" not in said, said
    return Gateway(said["port"], said["pid"], said)


@contextmanager
def started(
    *, flask_url: str = "http://127.0.0.1:9", environment: dict[str, str] | None = None, **more: Any
) -> Iterator["subprocess.Popen[str]"]:
    """Start the gateway's program, and end it afterwards."""
    function = {"handler": TINY, "handler_environment": SETTINGS | (environment or {})}
    with told({"flask_url": flask_url, **function, **more}) as process:
        yield process


@contextmanager
def told(wanted: dict[str, Any]) -> Iterator["subprocess.Popen[str]"]:
    """Start the program on any port, told this besides, and end it afterwards."""
    wanted = {"port": 0, "token_command": ["echo", "token-of"], **wanted}
    # Ends with the test run, however that ends.
    leash = [
        str(PROJECT / "infra_cfn/local/processes/leash.py"),
        str(int(signal.SIGTERM)),
        str(os.getpid()),
    ]
    with subprocess.Popen(
        [sys.executable, *leash, sys.executable, "-m", "infra_cfn.local.gateway"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        process.stdin.write(json.dumps(wanted) + "\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            process.terminate()


class Echo(BaseHTTPRequestHandler):
    """Answers with the request; /silent never, /stream in two parts."""

    protocol_version = "HTTP/1.1"
    finish_now = threading.Event()

    def handle_any(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length).decode()
        if self.path == "/silent":
            self.finish_now.wait(10)
            return
        told = {
            "method": self.command,
            "target": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body,
        }
        self.send_response(203)
        self.send_header("Content-Type", "application/json")
        if self.path == "/stream":
            self.stream()
            return
        content = json.dumps(told).encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_DELETE = do_HEAD = do_OPTIONS = handle_any

    def stream(self) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"5\r\nfirst\r\n")
        self.finish_now.wait(10)
        self.wfile.write(b"6\r\nsecond\r\n0\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def echo_service() -> Iterator[str]:
    """Run the echo on a free port, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        Echo.finish_now.set()
        server.shutdown()
        server.server_close()
