"""The versions make the tables that the models describe."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from infra_cfn.local.postgres.server import Server
from schema.database import make_engine
from schema.migrate import migrate
from schema.models import Base
from tests.conftest import Database

# Everything a table is made of, as PostgreSQL itself words it.
CATALOG = """
SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull::text,
       attidentity::text || attgenerated::text, coalesce(pg_get_expr(adbin, adrelid), ''),
       coalesce(collname, '')
FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r'
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
LEFT JOIN pg_collation ON pg_collation.oid = attcollation
WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND relname <> 'alembic_version'
UNION ALL
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', '', ''
FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'
  AND conrelid::regclass::text <> 'alembic_version'
UNION ALL
SELECT tablename, indexname, indexdef, '', '', '', '' FROM pg_indexes
WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""


@pytest.fixture
def modelled(postgres: Server) -> Iterator[Engine]:
    """A database whose tables were made from the models."""
    postgres.ensure_database("modelled")
    engine = make_engine(postgres.url("admin", "modelled"))
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION btree_gist"))
        Base.metadata.create_all(connection)
    yield engine
    engine.dispose()


def catalog(engine: Engine) -> set[tuple[str, ...]]:
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(text(CATALOG))}


def test_the_versions_make_what_the_models_say(modelled: Engine, database: Database) -> None:
    versions, models = catalog(database.owner_engine), catalog(modelled)

    assert sorted(versions - models) == []
    assert sorted(models - versions) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    policies = text("SELECT oid, polname FROM pg_policy ORDER BY oid")
    with database.owner_engine.connect() as connection:
        before = connection.execute(policies).all()

    migrate(database.owner_url)

    with database.owner_engine.connect() as connection:
        assert connection.execute(policies).all() == before


def test_rules_edited_by_hand_are_made_anew(database: Database) -> None:
    with database.owner_engine.begin() as connection:
        connection.execute(text("CREATE POLICY leak ON student USING (true)"))
        connection.execute(text("COMMENT ON SCHEMA app IS 'of an older version'"))

    migrate(database.owner_url)

    with database.owner_engine.connect() as connection:
        leak = connection.execute(text("SELECT FROM pg_policy WHERE polname = 'leak'"))
        assert leak.rowcount == 0
