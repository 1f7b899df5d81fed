"""The service as it runs on EC2: gunicorn in processes of its own, spoken to over HTTP."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schema.access.roles import Role
from tests.runtime import tokens

ROOT = Path(__file__).parents[3]
STARTS_WITHIN = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def detail(self) -> str:
        """The sentence of a refusal."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.json["status"] == self.status
        detail: str = self.json["detail"]
        return detail


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    port: int
    log: Path

    def ask(
        self,
        method: str,
        path: str,
        *,
        role: Role | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request as the demo's account of a role; what is not bytes goes as JSON."""
        sent = dict(headers or {})
        if role is not None:
            sent.setdefault("Authorization", f"Bearer {token_of(role)}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


def token_of(role: Role, **changed: Any) -> str:
    """Return an access token of the demo's account of a role."""
    now = time.time()
    claims: dict[str, Any] = {
        "sub": f"demo-{role}",
        "cognito:groups": [role],
        "iat": now - 60,
        "exp": now + 3600,
    }
    return tokens.token(tokens.claims(**(claims | changed)))


@contextmanager
def running(database_url: str, pages: Path, log: Path, **more: str) -> Iterator[Service]:
    """Run the service on a free port until the block ends; `more` are variables."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"]
    command += ["--config", "python:ec2_batch.service.gunicorn_config"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment(database_url, pages) | more,
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    service = Service(port, log)
    try:
        await_start(service, process)
        yield service
    finally:
        process.terminate()
        process.wait(timeout=30)
        listener.close()


def await_start(service: Service, process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if service.ask("GET", "/health/live").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The service did not start: {service.log.read_text()[-2000:]}")


def environment(database_url: str, pages: Path) -> dict[str, str]:
    """Return what the service reads its settings from, and nothing of this machine's AWS."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "ENVIRONMENT": "production",
        "DATABASE_URL": database_url,
        "DATABASE_AUTH": "password",
        "TOKEN_ISSUER": tokens.ISSUER,
        "TOKEN_JWKS": tokens.jwks(),
        "TOKEN_CLIENT_IDS": tokens.CLIENT_ID,
        "UPLOAD_BUCKET": "school-uploads",
        "REPORT_BUCKET": "school-reports",
        "JOB_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/1/jobs",
        "STANDING_QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/1/standing",
        "EVENT_BUS_NAME": "school-events",
        "GRAPHIQL_DIRECTORY": str(pages),
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
