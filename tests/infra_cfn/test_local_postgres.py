"""The local PostgreSQL: keeps its records, is closed to strangers, outlives nobody."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from infra_cfn.local.postgres.cluster import PostgresError
from infra_cfn.local.postgres.server import SILENT, Server, connected, start
from infra_cfn.template import read_template

TEMPLATES = Path(__file__).parents[2] / "infra_cfn"
PROGRAM = """
import sys, time
from pathlib import Path
from infra_cfn.local.postgres.server import start
print(start(Path(sys.argv[1])).pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    # Not pytest's own folder, which is closed to the server's user.
    directory = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def server(directory: Path) -> Iterator[Server]:
    server = start(directory)
    yield server
    server.stop()


def gone(pid: int) -> bool:
    """Wait a while for a process to be gone."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_restart_keeps_the_records(directory: Path) -> None:
    first = start(directory)
    first.ensure_database("kept")
    with connected(first.url("admin", "kept")) as cursor:
        cursor.execute("CREATE TABLE record AS SELECT 7 AS value")
    first.stop()

    second = start(directory)
    second.ensure_database("kept")
    with connected(second.url("admin", "kept")) as cursor:
        cursor.execute("SELECT value FROM record")
        assert cursor.fetchone() == (7,)
    second.stop()


@pytest.mark.parametrize("login", ["admin", "api_service", "batch_service"])
def test_each_login_has_a_password_of_its_own(server: Server, login: str) -> None:
    with connected(server.url(login, "postgres")) as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (login,)

    stranger = server.url(login, "postgres").replace(server.passwords[login], "guess")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(stranger)


def test_passwords_are_for_their_owners_eyes(server: Server, directory: Path) -> None:
    kept = directory / "passwords.json"

    assert kept.stat().st_mode & 0o077 == 0
    assert server.passwords["admin"] in kept.read_text()
    assert server.passwords["admin"] not in (directory / "postgres.log").read_text()
    assert server.passwords["admin"] not in repr(server)


def test_the_log_says_nothing_of_a_person_whose_record_is_refused(
    server: Server, directory: Path
) -> None:
    with connected(server.admin_url) as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE person (name text PRIMARY KEY, age int CHECK (age > 0))"
        )
        cursor.execute("INSERT INTO person VALUES ('Xanthippe', 9)")
        for age in (9, -9):
            with pytest.raises(psycopg2.IntegrityError, match="Xanthippe"):
                cursor.execute("INSERT INTO person VALUES ('Xanthippe', %s)", [age])

    log = (directory / "postgres.log").read_text()
    assert "person_pkey" in log
    assert "person_age_check" in log
    assert "Xanthippe" not in log


def test_rds_logs_no_more_than_the_server_here() -> None:
    template = read_template((TEMPLATES / "data.yaml").read_text())
    there = template["Resources"]["Settings"]["Properties"]["Parameters"]

    assert dict(setting.split("=") for setting in SILENT).items() <= there.items()


def test_letters_beyond_ascii_have_a_lower_case(server: Server) -> None:
    with connected(server.admin_url) as cursor:
        cursor.execute("SELECT lower('ÉSØ'), pg_encoding_to_char(encoding) FROM pg_database")
        assert cursor.fetchone() == ("ésø", "UTF8")


def test_a_busy_port_is_an_error_that_says_so(server: Server) -> None:
    other = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    other.chmod(0o755)

    with pytest.raises(PostgresError, match="Address already in use"):
        start(other, port=server.port)

    shutil.rmtree(other)


def test_a_folder_in_use_is_an_error_that_says_so(server: Server, directory: Path) -> None:
    with pytest.raises(PostgresError, match=r"lock file .* already exists"):
        start(directory)

    with connected(server.admin_url) as cursor:
        cursor.execute("SELECT 1")


def test_a_folder_of_another_version_is_an_error_that_says_so(directory: Path) -> None:
    version = directory / "data" / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9\n")

    with pytest.raises(PostgresError, match="made by PostgreSQL 9"):
        start(directory)

    version.write_text(kept)


def test_lost_passwords_are_an_error_that_says_so(directory: Path) -> None:
    kept, hidden = directory / "passwords.json", directory / "hidden.json"
    kept.rename(hidden)

    with pytest.raises(PostgresError, match="is lost"):
        start(directory)

    hidden.rename(kept)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_the_server_does_not_outlive_a_parent_that_was_killed(directory: Path) -> None:
    words = [sys.executable, "-c", PROGRAM, str(directory)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)

    assert gone(pid)
    assert "database system is shut down" in (directory / "postgres.log").read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that its server cannot reach")
def test_root_may_keep_its_project_in_a_closed_folder() -> None:
    closed = Path(tempfile.mkdtemp(prefix="student-cloud-"))

    server = start(closed / "postgres")
    home = Path(f"/proc/{server.pid}/cwd").resolve().parent
    server.stop()

    assert home.parent == Path("/var/tmp")  # noqa: S108 - where both can reach it
    shutil.rmtree(home)
    shutil.rmtree(closed)
