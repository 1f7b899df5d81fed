"""What the figures were measured on, in words."""

import json
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.environment import installed_versions
from benchmarks.graphql.measure import CONNECTIONS, Pace
from benchmarks.graphql.peers import PEER_PYTHON, PEERS, node
from benchmarks.graphql.records import Records
from benchmarks.machine import listed, machine
from infra_cfn.local.postgres.server import connected

_OWN = ("strawberry-graphql", "graphql-core", "SQLAlchemy", "psycopg2-binary")
_PYTHON_PEERS = ("strawberry-graphql", "strawchemy", "asyncpg", "uvicorn", "uvloop")


def conditions(loaded: Records, pace: Pace, command: str) -> str:
    """Return the machine, the data, the versions and the command, as a list in Markdown."""
    facts = [
        f"Command: `{command}`, {datetime.now(UTC):%d %B %Y}",
        machine(),
        f"Data: {_data(loaded)}; PostgreSQL {_postgres(loaded)}, without waiting for the disk",
        f"Pace: {pace.rounds} rounds of {pace.seconds:g} s at 1 connection and {pace.seconds:g} s"
        f" at {CONNECTIONS}, the subjects taking turns",
        f"This API and the floor: Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in _OWN),
        f"Python peers: {', '.join(installed_versions(PEER_PYTHON, _PYTHON_PEERS))}",
        f"Node peers: Node {_output([str(node()), '--version'])}, {', '.join(_node_versions())}",
    ]
    return listed(facts)


def growth_conditions(loaded: Sequence[Records], pace: Pace, command: str) -> str:
    """Return what growth was measured on, as a list in Markdown."""
    facts = [
        f"Command: `{command}`, {datetime.now(UTC):%d %B %Y}",
        machine(),
        *(f"Data: {_data(each)}" for each in loaded),
        f"PostgreSQL {_postgres(loaded[0])}, all sizes in one server; what is asked for has been"
        " asked for before, and so is in memory",
        f"Pace: {pace.rounds} rounds of {pace.seconds:g} s at 1 connection, sizes and subjects"
        " taking turns",
    ]
    return listed(facts)


def _data(loaded: Records) -> str:
    with connected(loaded.admin_url) as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM student), (SELECT count(*) FROM enrollment),"
            " (SELECT count(*) FROM result)"
        )
        students, enrollments, results = cursor.fetchone() or (0, 0, 0)
    return (
        f"size {loaded.size}, {students:,} students, {enrollments:,} enrollments,"
        f" {results:,} results"
    )


def _postgres(loaded: Records) -> str:
    with connected(loaded.admin_url) as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        ((version_,),) = cursor.fetchall()
    return str(version_)


def _node_versions() -> list[str]:
    wanted = json.loads((PEERS / "package.json").read_text())["dependencies"]
    return [f"{name} {number}" for name, number in wanted.items()]


def _output(words: list[str]) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
