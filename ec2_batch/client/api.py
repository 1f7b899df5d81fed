"""The GraphQL API, as commands ask it; whatever it does not answer is a sentence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import urllib3
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from ec2_batch.client.nearest_up import NOTHING_RUNS, nearest_up
from runtime.settings import CommandSettings
from schema.access.roles import Role

TIMEOUT = Timeout(connect=5, read=35)  # seconds; the API answers within 29
# Everything asked here may be asked twice: mutations carry a key. Where nothing listens, though,
# nothing is going to.
AGAIN = Retry(
    total=4,
    connect=0,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
)
HEADERS = {
    "Accept": "application/graphql-response+json, application/json",
    "Content-Type": "application/json",
}


@dataclass(frozen=True, slots=True)
class Api:
    """One GraphQL address, and the token that it is asked with."""

    url: str
    token: str
    http: PoolManager

    def ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of an operation.

        Raises:
            ClickException: there is none, for a reason that the message gives.
        """
        status, answer = self._answer(json.dumps({"query": query, "variables": variables}))
        if status == 401:
            raise click.ClickException(
                f"The token is not taken: {_said(answer)} `make up` has new ones;"
                " elsewhere sign in again and set STUDENT_CLOUD_TOKEN."
            )
        if "errors" in answer or not isinstance(answer.get("data"), dict):
            raise click.ClickException(
                _said(answer) or f"{self.url} answers {status}, not GraphQL."
            )
        data: dict[str, Any] = answer["data"]
        return data

    def change(self, mutation: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the payload of a mutation's field, done once, however often it is sent.

        Raises:
            ClickException: it is refused; the message has the reasons.
        """
        data = self.ask(mutation, {"input": {**values, "idempotencyKey": str(uuid4())}})
        [payload] = data.values()
        if payload["userErrors"]:
            raise click.ClickException(" ".join(e["message"] for e in payload["userErrors"]))
        found: dict[str, Any] = payload
        return found

    def _answer(self, body: str) -> tuple[int, dict[str, Any]]:
        headers = {**HEADERS, "Authorization": f"Bearer {self.token}"}
        try:
            answer = self.http.request("POST", self.url, body=body, headers=headers)
            said = json.loads(answer.data)
        except (HTTPError, OSError) as error:
            raise click.ClickException(unanswered(self.url, error)) from None
        except ValueError:
            raise click.ClickException(
                f"{self.url} is not a GraphQL service: it answers {answer.status} without JSON."
            ) from None
        return answer.status, said if isinstance(said, dict) else {}


def connect(role: Role) -> Api:
    """Return the API of a running `make up`, with a demo user's token, or else the named one.

    Raises:
        ClickException: nothing runs, and nothing is named.
    """
    if up := nearest_up(Path.cwd()):
        return Api(up.graphql, up.token(role), web())
    settings = CommandSettings.read()
    if settings.graphql and settings.token:
        return Api(settings.graphql, settings.token, web())
    missing = "STUDENT_CLOUD_GRAPHQL and STUDENT_CLOUD_TOKEN"
    raise click.ClickException(f"{NOTHING_RUNS}, or set {missing} to use another system.")


def web() -> PoolManager:
    """Return what requests are sent with."""
    return PoolManager(timeout=TIMEOUT, retries=AGAIN)


def unanswered(url: str, error: Exception) -> str:
    """Say that nobody answered, and why."""
    host = urllib3.util.parse_url(url).netloc
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return f"Nothing listens at {host}: is Student Cloud still running?"
    if isinstance(reason, urllib3.exceptions.TimeoutError):
        return f"{host} does not answer in time. Try again in a moment."
    if isinstance(reason, urllib3.exceptions.SSLError):
        return f"{host} cannot prove that it is {host}: {reason}"
    return f"The connection to {host} fails: {type(reason).__name__}."


def _said(answer: Mapping[str, Any]) -> str:
    """Return what the API said against it, or API Gateway in front."""
    messages = [str(error.get("message")) for error in answer.get("errors", ())]
    if messages:
        return " ".join(messages)
    return str(answer.get("message") or answer.get("Message") or "")
