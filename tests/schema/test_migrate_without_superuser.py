"""The master user of RDS is no superuser, and can migrate all the same."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from infra_cfn.local.postgres.server import connected, start
from schema.access.caller import WORKER, become
from schema.access.logins import LOGINS
from schema.database import make_engine
from schema.migrate import migrate


@pytest.fixture(scope="module")
def master_url() -> Iterator[str]:
    """The address of an empty database on a server that nobody has prepared."""
    directory = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    directory.chmod(0o755)
    server = start(directory, durable=False)
    with connected(server.admin_url) as cursor:
        cursor.execute(f"DROP ROLE {', '.join(LOGINS)}")
        cursor.execute("CREATE ROLE master LOGIN CREATEROLE CREATEDB PASSWORD 'of-the-test'")
        cursor.execute("CREATE DATABASE records OWNER master")
    address = make_url(server.url("admin", "records"))
    yield address.set(username="master", password="of-the-test").render_as_string(False)  # noqa: S106
    server.stop()
    shutil.rmtree(directory)


def test_a_master_without_superuser_migrates_and_migrates_again(master_url: str) -> None:
    migrate(master_url)
    engine = make_engine(master_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER ROLE batch_service PASSWORD 'of-the-test'"))
        connection.execute(text("SET LOCAL ROLE student_cloud_owner"))
        connection.execute(text("COMMENT ON SCHEMA app IS 'of an older version'"))
    engine.dispose()

    migrate(master_url)

    worker = make_engine(master_url.replace("//master:", "//batch_service:"))
    with worker.begin() as connection:
        become(connection, WORKER)
        assert connection.execute(text("SELECT 1 FROM outbox")).all() == []
    worker.dispose()
