"""What every test may ask for: a real PostgreSQL, and a database of its own for a module."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from infra_cfn.local.postgres.server import Server, connected, start
from schema.access.caller import Caller, become
from schema.database import make_engine
from schema.demo import seed
from schema.migrate import migrate
from tests.least_privilege.watch import calls_are_granted as calls_are_granted
from tests.least_privilege.watch import listening as listening
from tests.local_system import local_system as local_system


@dataclass
class Database:
    """A migrated database that only the tests of one module use."""

    server: Server
    name: str

    @property
    def owner_url(self) -> str:
        return self.server.url("admin", self.name)

    @property
    def api_url(self) -> str:
        return self.server.url("api_service", self.name)

    @property
    def batch_url(self) -> str:
        return self.server.url("batch_service", self.name)

    @cached_property
    def owner_engine(self) -> Engine:
        return make_engine(self.owner_url, pool_size=40)

    @cached_property
    def batch_engine(self) -> Engine:
        return make_engine(self.batch_url, pool_size=40)

    @contextmanager
    def owner_session(self) -> Iterator[Session]:
        """Give a session of the role that owns the tables; it commits unless the test fails."""
        with Session(self.owner_engine) as session, session.begin():
            session.execute(text("SET LOCAL ROLE student_cloud_owner"))
            yield session

    @contextmanager
    def connect_as(self, caller: Caller | dict[str, str]) -> Iterator[Connection]:
        """Give a transaction with a caller's eyes; `dict(WORKER)` is the worker."""
        with self.batch_engine.begin() as connection:
            become(connection, caller)
            yield connection

    def dispose(self) -> None:
        for engine in (self.owner_engine, self.batch_engine):
            engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of throw-away data, for the whole run."""
    # Not pytest's own folder, which is closed to the server's user.
    directory = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    directory.chmod(0o755)
    server = start(directory, durable=False)
    yield server
    server.stop()
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def migrated(postgres: Server) -> str:
    """The name of a database with tables and no records."""
    postgres.ensure_database("migrated")
    migrate(postgres.url("admin", "migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def seeded(postgres: Server, migrated: str) -> str:
    """The name of a database with the demo records of size S."""
    postgres.ensure_database("seeded", template=migrated)
    seed(postgres.url("admin", "seeded"), "S")
    return "seeded"


@contextmanager
def copied(server: Server, template: str) -> Iterator[Database]:
    """Give a copy of a database, which takes some 40 ms."""
    database = Database(server, f"test_{uuid.uuid4().hex[:12]}")
    server.ensure_database(database.name, template=template)
    yield database
    database.dispose()
    with connected(server.admin_url) as cursor:
        cursor.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


@pytest.fixture(scope="module")
def database(postgres: Server, seeded: str) -> Iterator[Database]:
    """A database for one module, with the demo records of size S."""
    with copied(postgres, seeded) as database:
        yield database


@pytest.fixture(scope="module")
def empty_database(postgres: Server, migrated: str) -> Iterator[Database]:
    """A database for one module, without records."""
    with copied(postgres, migrated) as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """The owner's session; what it wrote and did not commit is gone after the test."""
    with Session(database.owner_engine) as session:
        session.execute(text("SET ROLE student_cloud_owner"))
        yield session
        session.rollback()
        session.execute(text("RESET ROLE"))
