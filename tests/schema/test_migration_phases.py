"""What new code needs goes before it; what it takes away waits until old code runs nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import Connection, text

from infra_cfn.local.postgres.server import Server
from schema import migrate as migrations
from schema.database import make_engine
from schema.migrate import Migrated, alembic_config, migrate
from schema.migration_phases import MigrationOrderError, Phase
from tests.conftest import Database, copied

VERSION = """
from alembic import op

revision, down_revision = "{revision}", "{before}"
{phase}

def upgrade() -> None:
    op.execute("{statement}")
"""
ADDS = "ALTER TABLE org ADD COLUMN motto text"
TAKES = "ALTER TABLE org DROP COLUMN motto"
TAKES_AWAY = 'phase = "contract"'


@pytest.fixture
def records(postgres: Server, migrated: str) -> Iterator[Database]:
    with copied(postgres, migrated) as database:
        yield database


class Versions:
    """A folder of versions that come after the project's own."""

    def __init__(self, folder: Path, last: str) -> None:
        self.folder, self.last = folder, last

    def add(self, revision: str, statement: str, phase: str = "") -> None:
        text = VERSION.format(revision=revision, before=self.last, phase=phase, statement=statement)
        (self.folder / f"{revision}.py").write_text(text)
        self.last = revision

    def config(self, connection: Connection) -> Config:
        config = alembic_config(connection)
        own = migrations.SCHEMA / "migrations/versions"
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{own}\n{self.folder}")
        return config


@pytest.fixture
def versions(tmp_path: Path, records: Database, monkeypatch: pytest.MonkeyPatch) -> Versions:
    now = migrate(records.owner_url).revision
    assert now
    made = Versions(tmp_path, now)
    monkeypatch.setattr(migrations, "alembic_config", made.config)
    return made


def has_motto(url: str) -> bool:
    engine = make_engine(url)
    with engine.begin() as connection:
        found = connection.scalar(
            text("SELECT count(*) FROM pg_attribute WHERE attname = 'motto' AND NOT attisdropped")
        )
    engine.dispose()
    return bool(found)


def test_what_new_code_needs_is_there_before_it(records: Database, versions: Versions) -> None:
    versions.add("x001", ADDS)

    done = migrate(records.owner_url, Phase.EXPAND)

    assert (done, has_motto(records.owner_url)) == (Migrated("x001", []), True)


def test_what_old_code_uses_stays_until_it_runs_nowhere(
    records: Database, versions: Versions
) -> None:
    versions.add("x001", ADDS)
    versions.add("x002", TAKES, TAKES_AWAY)

    before = migrate(records.owner_url, Phase.EXPAND)
    again = migrate(records.owner_url, Phase.EXPAND)
    meanwhile = has_motto(records.owner_url)
    after = migrate(records.owner_url, Phase.ALL)

    assert before == again == Migrated("x001", ["x002"])
    assert meanwhile
    assert (after, has_motto(records.owner_url)) == (Migrated("x002", []), False)


def test_a_release_that_adds_after_taking_away_is_two_releases(
    records: Database, versions: Versions
) -> None:
    versions.add("x001", "SELECT 1", TAKES_AWAY)
    versions.add("x002", ADDS)

    with pytest.raises(MigrationOrderError, match=r"x002 adds .* but comes after x001"):
        migrate(records.owner_url, Phase.EXPAND)

    assert not has_motto(records.owner_url)


def test_a_version_that_fails_leaves_the_database_as_it_was(
    records: Database, versions: Versions
) -> None:
    versions.add("x001", ADDS)
    versions.add("x002", "SELECT 1 / 0")

    with pytest.raises(Exception, match="division by zero"):
        migrate(records.owner_url, Phase.EXPAND)

    assert not has_motto(records.owner_url)
