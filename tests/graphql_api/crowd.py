"""A crowd: many instances of the API on one database, asked in the same moment."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

from graphql_api.app import App
from graphql_api.compose import make_app
from graphql_api.database import Database
from schema.access.roles import Role
from schema.database import make_engine
from tests.graphql_api.conftest import Answer, Api, settings_for

Request = tuple[str, dict[str, Any]]  # an operation and its input


class Crowd:
    """Clients that each reach an instance of their own, as on Lambda."""

    def __init__(self, api_url: str, size: int) -> None:
        app = make_app(settings_for(api_url))
        self._engines = [make_engine(api_url, ping=False) for _ in range(size)]
        # What makes an instance is a connection that nobody else waits for.
        self._instances = [
            replace(app, database=Database(engine, prepare=True)) for engine in self._engines
        ]
        self._headers = {k.lower(): v for k, v in Api(None).signed(Role.REGISTRAR).items()}
        self._threads = ThreadPoolExecutor(size)

    def ask(self, *requests: Request) -> list[Answer]:
        """Send all requests at once, each by a client of its own; the answers are in order."""
        together = Barrier(len(requests))

        def one(instance: App, request: Request) -> Answer:
            query, input = request
            body = json.dumps({"query": query, "variables": {"input": input}}).encode()
            together.wait()
            response = instance.respond("POST", "/graphql", self._headers, body)
            return Answer(response.status, response.headers, json.loads(response.body))

        return list(self._threads.map(one, self._instances, requests))

    def close(self) -> None:
        self._threads.shutdown()
        for engine in self._engines:
            engine.dispose()


def payloads(answers: Sequence[Answer]) -> list[Any]:
    """Return what each answer's only mutation came to."""
    return [next(iter(answer.data.values())) for answer in answers]
