"""The records that are asked for: the demo district in a server of the benchmark's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra_cfn.local.postgres.server import Server, connected, start
from schema.demo import Size, seed
from schema.migrate import migrate


@dataclass(frozen=True, slots=True)
class Records:
    """A database with the demo records of one size, and the server it is in."""

    server: Server
    name: str
    size: Size

    @property
    def admin_url(self) -> str:
        return self.server.url("admin", self.name)

    @property
    def api_url(self) -> str:
        return self.server.url("api_service", self.name)


@contextmanager
def database_server(directory: Path) -> Iterator[Server]:
    """Give a running server, whose data is kept from run to run.

    Nothing waits for the disk: it would be most of a mutation, and the same for all subjects.
    """
    server = start(directory, durable=False)
    try:
        yield server
    finally:
        server.stop()


def load(server: Server, size: Size) -> Records:
    """Return the demo records of one size, each in a database of its own."""
    loaded = Records(server, f"bench_{size.lower()}", size)
    server.ensure_database(loaded.name)
    migrate(loaded.admin_url)
    seed(loaded.admin_url, size)
    with connected(loaded.admin_url) as cursor:
        cursor.execute("VACUUM ANALYZE")
    return loaded
