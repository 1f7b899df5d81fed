"""Brings a database up to date: roles, tables, then triggers and access, in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from schema.access.logins import OWNER, role_statements
from schema.access.render import access_statements
from schema.database import make_engine
from schema.erasure.erase_student import erasure_statements
from schema.migration_phases import Phase, last_to_apply, pending
from schema.models import Base

SCHEMA = Path(__file__).parent
# One migration at a time; the number means nothing else.
LOCK = 7_203_114
# Rather fail than keep everybody waiting behind a migration that waits itself.
LOCK_TIMEOUT = "15s"


@dataclass(frozen=True, slots=True)
class Migrated:
    """Where a migration left the database."""

    revision: str | None
    waiting: Sequence[str]  # versions that only go once the release before runs nowhere


def migrate(url: str, phase: Phase = Phase.ALL) -> Migrated:
    """Make the database what this version of the programs expects; safe to run again.

    The login must be a superuser, or the database's owner with CREATEROLE.

    Raises:
        MigrationOrderError: the versions cannot be taken in this phase.
    """
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
            connection.execute(text("SET LOCAL client_min_messages = warning"))
            _run(connection, role_statements(_quoted_database(connection)))
            connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
            return _migrate_tables(connection, phase)
    finally:
        engine.dispose()


def _migrate_tables(connection: Connection, phase: Phase) -> Migrated:
    config = alembic_config(connection)
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    versions = pending(scripts, current)
    target = last_to_apply(versions, phase)
    rules = list(rule_statements())
    rules_hash = sha256("\n".join(rules).encode()).hexdigest()
    if target or not _rules_up_to_date(connection, rules_hash):
        _run(connection, drop_statements(connection))
        if target:
            command.upgrade(config, target)
        _run(connection, [*rules, f"COMMENT ON SCHEMA app IS '{rules_hash}'"])
    revisions = [version.revision for version in versions]
    waiting = revisions[revisions.index(target) + 1 :] if target else revisions
    return Migrated(target or current, waiting)


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for the versions in this package."""
    config = Config()
    config.set_main_option("script_location", str(SCHEMA / "migrations"))
    config.attributes["connection"] = connection
    return config


def rule_statements() -> Iterator[str]:
    """Yield what is not versioned but made anew: functions, triggers, views, policies, grants."""
    yield "CREATE SCHEMA app"
    yield (SCHEMA / "access" / "functions.sql").read_text()
    yield (SCHEMA / "triggers" / "refuse.sql").read_text()
    for path in sorted((SCHEMA / "triggers").glob("*.sql")):
        if path.name != "refuse.sql":
            yield path.read_text()
    for path in sorted((SCHEMA / "views").glob("*.sql")):
        yield path.read_text()
    yield from access_statements(Base.metadata.sorted_tables)
    yield from erasure_statements()


def drop_statements(connection: Connection) -> Iterator[str]:
    """Yield what removes the rules: a version may then change any table they rest on."""
    policies = connection.execute(
        text("SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public'")
    )
    yield from [f"DROP POLICY {policy} ON {table}" for policy, table in policies]
    # Takes the triggers along, which are made of its functions.
    yield "DROP SCHEMA IF EXISTS app CASCADE"


def _rules_up_to_date(connection: Connection, rules_hash: str) -> bool:
    applied = connection.scalar(text("SELECT obj_description(to_regnamespace('app'))"))
    return bool(applied == rules_hash)


def _quoted_database(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT quote_ident(current_database())")))


def _run(connection: Connection, statements: Iterable[str]) -> None:
    # On the driver's cursor, which leaves % and : in them alone.
    with closing(connection.connection.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)
