"""A service over the demo district, shared by these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra_cfn.local.postgres.server import Server
from tests.conftest import Database, copied
from tests.ec2_batch.service.service import Service, running

# The demo's present is the fall of 2026; ours may be later.
FALL_GOES_ON = (
    "UPDATE academic_session SET end_date = greatest(end_date, current_date + 1)"
    " WHERE title IN ('2026-2027', 'Fall 2026')"
)


@pytest.fixture(scope="session")
def records(postgres: Server, seeded: str) -> Iterator[Database]:
    """The demo district; tests add to it what they are about."""
    with copied(postgres, seeded) as database:
        with database.owner_engine.begin() as connection:
            connection.exec_driver_sql(FALL_GOES_ON)
        yield database


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built GraphiQL page, as far as serving it goes."""
    directory = tmp_path_factory.mktemp("pages")
    (directory / "graphiql").mkdir()
    (directory / "index.html").write_text("<!doctype html><title>GraphiQL</title>")
    (directory / "graphiql/index-3f9a.js").write_text("export {};")
    return directory


@pytest.fixture(scope="session")
def service(
    records: Database, pages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    log = tmp_path_factory.mktemp("service") / "log"
    with running(records.batch_url, pages, log) as service:
        yield service
