"""What the figures of imports were measured on, in words."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.environment import installed_versions
from benchmarks.imports.compete import Pace
from benchmarks.imports.environment import PEER_PYTHON
from benchmarks.machine import machine
from infra_cfn.local.postgres.server import Server, connected

_OWN = ("polars", "xxhash", "psycopg2-binary", "SQLAlchemy", "boto3")
_PEERS = ("pydantic", "SQLAlchemy", "Django", "django-import-export", "psycopg2-binary")
_SETTINGS = ("shared_buffers", "max_wal_size", "wal_compression", "synchronous_commit", "fsync")


def conditions(server: Server, command: str) -> list[str]:
    """Return the command, the machine and the server, a sentence each."""
    with connected(server.admin_url) as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        [(postgres,)] = cursor.fetchall()
        cursor.execute("SELECT s, current_setting(s) FROM unnest(%s) AS s", (list(_SETTINGS),))
        settings = ", ".join(f"{name} {value}" for name, value in cursor.fetchall())
    return [
        f"Command: `{command}`, {datetime.now(UTC):%d %B %Y}",
        machine(),
        f"PostgreSQL {postgres}, which waits for the disk: {settings}",
    ]


def load_conditions(pace: Pace) -> list[str]:
    """Return how often everything was measured, and the versions of what loads files."""
    return [
        f"Pace: {pace.rounds} × COPY and this importer, of which the median is shown, and 1 × the"
        " others; the subjects take turns",
        f"This importer: Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in _OWN),
        f"Peers: {', '.join(installed_versions(PEER_PYTHON, _PEERS))}",
    ]
