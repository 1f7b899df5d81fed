"""Brings a database up to date: roles, tables, then triggers and access, in one transaction."""

from collections.abc import Iterable, Iterator
from contextlib import closing
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
from schema.models import Base

SCHEMA = Path(__file__).parent
# One migration at a time; the number means nothing else.
LOCK = 7_203_114
# Rather fail than keep everybody waiting behind a migration that waits itself.
LOCK_TIMEOUT = "15s"


def migrate(url: str) -> None:
    """Make the database what this version of the programs expects; safe to run again.

    The login must be a superuser, or the database's owner with CREATEROLE.
    """
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text("SET LOCAL client_min_messages = warning"))
        _run(connection, role_statements(_quoted_database(connection)))
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        rules = list(rule_statements())
        rules_hash = sha256("\n".join(rules).encode()).hexdigest()
        config = alembic_config(connection)
        if not _up_to_date(connection, config, rules_hash):
            _run(connection, drop_statements(connection))
            command.upgrade(config, "head")
            _run(connection, [*rules, f"COMMENT ON SCHEMA app IS '{rules_hash}'"])
    engine.dispose()


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


def _up_to_date(connection: Connection, config: Config, rules_hash: str) -> bool:
    applied = connection.scalar(text("SELECT obj_description(to_regnamespace('app'))"))
    head = ScriptDirectory.from_config(config).get_current_head()
    version = MigrationContext.configure(connection).get_current_revision()
    return bool(applied == rules_hash and version == head)


def _quoted_database(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT quote_ident(current_database())")))


def _run(connection: Connection, statements: Iterable[str]) -> None:
    # On the driver's cursor, which leaves % and : in them alone.
    with closing(connection.connection.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)
