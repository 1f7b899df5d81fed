"""The database of the local system: our own server, or one that somebody points us to."""

import json
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
from psycopg2 import sql

from infra_cfn.local.aws.fingerprint import fingerprint
from infra_cfn.local.postgres import server as postgres
from infra_cfn.local.postgres.cluster import make_cluster
from infra_cfn.local.processes.child import Child, Program, StartError
from schema.access.logins import API_ROLES
from schema.access.roles import WORKER_ROLE, Role

if TYPE_CHECKING:  # it imports all that seeding needs
    from schema.demo import Size

DATABASE = "student_cloud"
OLDEST = 150000  # PostgreSQL 15, as server_version_num
SCHEMA = Path(__file__).parents[2] / "schema"


@dataclass(frozen=True, slots=True)
class Records:
    """Where the records are, for their owner and for each program."""

    owner_url: str
    api_url: str
    batch_url: str
    demo: "Size | None"  # which demo data to load; None loads none
    server: Child | None  # None when it is not ours


def start_own(directory: Path, demo: "Size", log: Path) -> Records:
    """Start the embedded server, whose log can then be found at `log` too."""
    server = postgres.start(directory)
    server.ensure_database(DATABASE)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    log.symlink_to(make_cluster(directory).log)
    # SIGINT breaks connections off; SIGTERM would wait for clients to leave.
    program = Program("postgres", (), {}, ask=signal.SIGINT, patience=30.0, serves=True)
    return Records(
        owner_url=server.url("admin", DATABASE),
        api_url=server.url("api_service", DATABASE),
        batch_url=server.url("batch_service", DATABASE),
        demo=demo,
        server=Child(program, server.process, log),
    )


def use_given(url: str, demo: "Size | None") -> Records:
    """Use a server that runs already, and leave it running.

    The programs sign in as the address says: their own logins may belong to somebody else's
    installation there, whose passwords are not ours to change.
    """
    return Records(url, url, url, demo, server=None)


def prepare(records: Records) -> None:
    """Migrate the database unless it is as these sources want it.

    Raises:
        StartError: the given server is too old, or does not let us in.
    """
    if records.server is None:
        _check_version(records.owner_url)
    if _done(records, "migrated", {}):
        return
    from schema.migrate import migrate  # a second's import, which most starts do without

    migrate(records.owner_url)
    if records.server is None:
        _join_roles(records.owner_url)
    _note(records, "migrated", {})


def load_demo(records: Records, subjects: Mapping[Role, str]) -> None:
    """Load the demo data that is not there yet, and link the demo users to it."""
    if records.demo is None:
        return
    facts = {"size": records.demo, **{role.value: each for role, each in subjects.items()}}
    if _done(records, "seeded", facts):
        return
    from schema.demo import seed

    seed(records.owner_url, records.demo, subjects)
    _note(records, "seeded", facts)


def _done(records: Records, what: str, facts: Mapping[str, str]) -> bool:
    # A database that is not ours is looked at every time: others change it too.
    return records.server is not None and _notes(records).get(what) == _fingerprint(facts)


def _note(records: Records, what: str, facts: Mapping[str, str]) -> None:
    """Write into the database itself what was done to it, so that a new one knows nothing."""
    if records.server is None:
        return
    notes = json.dumps({**_notes(records), what: _fingerprint(facts)})
    with psycopg2.connect(records.owner_url) as connection, connection.cursor() as cursor:
        name = sql.Identifier(DATABASE)
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(notes)))


def _notes(records: Records) -> dict[str, str]:
    with psycopg2.connect(records.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        (found,) = cursor.fetchone() or (None,)
    notes: dict[str, str] = json.loads(found or "{}")
    return notes


def _fingerprint(facts: Mapping[str, str]) -> str:
    sources = [path for end in ("*.py", "*.sql") for path in SCHEMA.rglob(end)]
    return fingerprint(sources, facts)


def _check_version(url: str) -> None:
    try:
        with psycopg2.connect(url) as connection:
            version = connection.server_version
    except psycopg2.OperationalError as error:
        raise StartError(f"DATABASE_URL leads to no database: {error}".strip()) from None
    if version < OLDEST:
        raise StartError(f"DATABASE_URL leads to PostgreSQL {version // 10000}; 15 is the oldest.")


def _join_roles(url: str) -> None:
    """Let a login that is no superuser switch to the roles it has just made."""
    roles = sql.SQL(", ").join(map(sql.Identifier, (*API_ROLES, WORKER_ROLE)))
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(roles))
