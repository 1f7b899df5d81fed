"""What the figures of imports were measured on, in words."""

import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from benchmarks.environment import installed_versions
from benchmarks.imports.compete import Pace
from benchmarks.imports.environment import PEER_PYTHON
from benchmarks.machine import listed, machine
from infra_cfn.local.postgres.server import Server, connected

_OWN = ("polars", "xxhash", "psycopg2-binary", "SQLAlchemy", "boto3")
_PEERS = ("pydantic", "SQLAlchemy", "Django", "django-import-export", "psycopg2-binary")
_SETTINGS = ("shared_buffers", "max_wal_size", "wal_compression", "synchronous_commit", "fsync")


def conditions(server: Server, results: Mapping[str, Any], pace: Pace, command: str) -> str:
    """Return the machine, the server, the versions and the command, as a list in Markdown."""
    with connected(server.admin_url) as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        [(postgres,)] = cursor.fetchall()
        cursor.execute("SELECT s, current_setting(s) FROM unnest(%s) AS s", (list(_SETTINGS),))
        settings = ", ".join(f"{name} {value}" for name, value in cursor.fetchall())
    rows = ", ".join(f"{found['rows']:,} {name}" for name, found in results["entities"].items())
    facts = [
        f"Command: `{command}`, {datetime.now(UTC):%d %B %Y}",
        machine(),
        f"PostgreSQL {postgres}, which waits for the disk: {settings}",
        f"Files: {rows}; 2% of the rows have to be rejected",
        f"Pace: the median of {pace.rounds} rounds of COPY and of this importer, the subjects"
        " taking turns; one round of the others",
        f"This importer: Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in _OWN),
        f"Peers: {', '.join(installed_versions(PEER_PYTHON, _PEERS))}",
    ]
    return listed(facts)
