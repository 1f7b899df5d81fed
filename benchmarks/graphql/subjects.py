"""What is measured: how each subject is started, and what must be known to compare it."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import Any

from benchmarks.credentials import Credentials, caller_words
from benchmarks.graphql.dialects.dialect import API, Dialect
from benchmarks.graphql.dialects.postgraphile import POSTGRAPHILE
from benchmarks.graphql.dialects.strawchemy import STRAWCHEMY
from benchmarks.graphql.operations import Operation
from benchmarks.graphql.peers import PEER_PYTHON, PEERS, node
from infra_cfn.local.processes.child import Child, Program, StartError, start_child

ROOT = Path(__file__).parents[2]
START_PATIENCE = 60.0  # seconds; PostGraphile reads the whole catalogue
POOL_SIZE = 8  # connections to the database, one for each of the busiest clients

PRODUCTION = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}


@dataclass(frozen=True, slots=True)
class Subject:
    """One way to serve the records."""

    name: str
    title: str
    words: Callable[[], list[str]]  # the command that starts it
    dialect: Dialect = API
    path: str = "/graphql"
    notes: str = ""  # how it is set up, and what it does not do that the others do
    variables: Mapping[str, str] | None = None  # of its environment

    def asks(self, operation: Operation) -> bool:
        """Say whether it can be asked an operation at all."""
        return self.dialect.asks(operation.name)


def _own(module: str) -> Callable[[], list[str]]:
    return lambda: [sys.executable, "-m", f"benchmarks.graphql.servers.{module}"]


def _node_peer(program: str) -> Callable[[], list[str]]:
    return lambda: [str(node()), str(PEERS / f"{program}.mjs")]


def _python_peer(module: str) -> Callable[[], list[str]]:
    return lambda: [str(PEER_PYTHON), "-m", f"benchmarks.graphql.servers.{module}"]


SUBJECTS = (
    Subject(
        "api",
        "this API",
        _own("api"),
        notes="The application itself on a plain HTTP server of one thread a connection. It"
        " checks the caller's token in every request, and weighs the operation before it runs.",
    ),
    Subject(
        "gateway",
        "this API, local gateway",
        _own("gateway"),
        notes="The same through the local gateway of `make up`: REST proxy events, the real Lambda"
        " runtime client, two processes of the function. What it adds is the gateway's own.",
    ),
    Subject(
        "floor",
        "floor",
        _own("floor"),
        notes="json_build_object by hand, prepared, with the caller in the same message, on the"
        " same HTTP server. It reads no GraphQL, checks no token and weighs nothing. Its mutation"
        " writes what the API's does, student, audit entry and event, but in one statement that"
        " asks no rule.",
    ),
    Subject(
        "postgraphile",
        "PostGraphile",
        _node_peer("postgraphile"),
        POSTGRAPHILE,
        notes="The Amber preset with the connection filter and aggregates plugins; it prepares"
        " statements and keeps plans by itself; the caller by pgSettings; no GraphiQL, no"
        " watching. Its mutation writes the row alone: no audit entry, no event, no new version,"
        " so it does less than the others. Teachers come in no order and averages unrounded, and"
        " are sorted and rounded by whoever compares.",
        variables=PRODUCTION,
    ),
    Subject(
        "apollo",
        "Apollo + DataLoader",
        _node_peer("apollo"),
        notes="Apollo Server's standalone server, which keeps parsed and validated documents; pg"
        " with named prepared statements, one DataLoader a relation and request. One message"
        " begins a request's transaction and says who the caller is, another commits.",
        variables=PRODUCTION,
    ),
    Subject(
        "strawberry_dataloader",
        "Strawberry + DataLoader",
        _python_peer("strawberry_dataloader"),
        notes="Written as its documentation says: async resolvers, one DataLoader a relation and"
        " request, ParserCache and ValidationCache; asyncpg, which prepares statements, and"
        " uvicorn with uvloop and httptools. One message begins a request's transaction and says"
        " who the caller is, another commits; asyncpg's own at each release is switched off.",
    ),
    Subject(
        "strawchemy",
        "strawchemy",
        _python_peer("strawchemy_peer"),
        STRAWCHEMY,
        notes="Its types are made of the project's own models; SQLAlchemy's async session on"
        " asyncpg, ParserCache, ValidationCache and uvicorn as above. Pages go by offset, so a"
        " filter stands in for the cursor. Sorting a relation failed (msgspec: typing.Self is not"
        " supported), so teachers are sorted by whoever compares. Two operations it is not asked:"
        " it counts no filtered relation, and its update by id failed on a model with a version"
        " (KeyError: version).",
    ),
)


@dataclass(frozen=True, slots=True)
class Running:
    """A subject that answers requests."""

    subject: Subject
    child: Child
    port: int
    headers: tuple[tuple[str, str], ...]


@contextmanager
def running(
    subject: Subject, database_url: str, credentials: Credentials, logs: Path
) -> Iterator[Running]:
    """Run a subject on a database until the context ends.

    Raises:
        StartError: it ended instead of saying its port.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environ = {**kept, "PYTHONPATH": str(ROOT), **(subject.variables or {})}
    program = Program(subject.name, subject.words(), environ, talks=True)
    child = start_child(program, logs / f"{subject.name}.log")
    try:
        port = _told(child, _words(subject, database_url, credentials))
        headers = (("Authorization", f"Bearer {credentials.token}"),)
        yield Running(subject, child, port, headers)
    finally:
        child.stop()


def _words(subject: Subject, database_url: str, credentials: Credentials) -> dict[str, Any]:
    return {
        "database_url": database_url,
        "settings": {**credentials.settings, "DATABASE_URL": database_url},
        "caller": caller_words(),
        "pool_size": POOL_SIZE,
    }


def _told(child: Child, words: Mapping[str, Any]) -> int:
    stdin, stdout = child.process.stdin, child.process.stdout
    assert stdin
    assert stdout
    stdin.write(json.dumps(words).encode() + b"\n")
    stdin.flush()
    ready, _, _ = select([stdout], [], [], START_PATIENCE)
    line = stdout.readline() if ready else b""
    if not line:
        raise StartError(f"{child.program.name} did not start. {child.last_words()}")
    return int(json.loads(line)["port"])
