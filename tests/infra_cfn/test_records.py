"""The database of the local system: prepared once, and careful with one that is not ours."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from infra_cfn.local import records
from infra_cfn.local.postgres.server import Server, connected, start
from infra_cfn.local.processes.child import StartError
from infra_cfn.local.records import Records, load_demo, prepare, start_own, use_given
from schema.access.caller import Caller, become
from schema.access.roles import Role
from schema.database import make_engine


def ask(url: str, statement: str) -> Any:
    with connected(url) as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="student-cloud-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[Records]:
    """Our own server, just started for the first time."""
    held = start_own(folder / "own", "S", folder / "logs" / "postgres.log")
    assert held.server
    yield held
    held.server.stop()


@pytest.fixture(scope="module")
def theirs(folder: Path) -> Iterator[Server]:
    """A server that knows nothing of us."""
    server = start(folder / "theirs", durable=False)
    with connected(server.admin_url) as cursor:
        cursor.execute("DROP ROLE api_service, batch_service")
        cursor.execute("CREATE ROLE master LOGIN CREATEROLE PASSWORD 'master'")
        cursor.execute("CREATE DATABASE school OWNER master")
    yield server
    server.stop()


def test_what_is_as_these_sources_want_it_is_not_looked_at_again(
    own: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(own)
    load_demo(own, {Role.ADMIN: "first"})

    monkeypatch.setattr("schema.migrate.migrate", lambda url: pytest.fail("migrated again"))
    monkeypatch.setattr("schema.demo.seed", lambda *_: pytest.fail("seeded again"))
    prepare(own)
    load_demo(own, {Role.ADMIN: "first"})

    assert ask(own.owner_url, "SELECT count(*) FROM student") == (60,)


def test_a_demo_user_of_another_subject_is_linked_anew(own: Records) -> None:
    prepare(own)
    load_demo(own, {Role.ADMIN: "first"})

    load_demo(own, {Role.ADMIN: "second"})

    assert ask(own.owner_url, "SELECT subject FROM account WHERE role = 'admin'") == ("second",)


def test_changed_sources_are_migrated_to(own: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(own)
    migrated: list[str] = []
    monkeypatch.setattr("schema.migrate.migrate", migrated.append)
    monkeypatch.setattr(records, "SCHEMA", Path(__file__).parent)

    prepare(own)

    assert migrated == [own.owner_url]


def test_a_given_database_is_migrated_by_an_owner_without_power_but_not_filled(
    theirs: Server,
) -> None:
    url = f"postgresql://master:master@127.0.0.1:{theirs.port}/school"
    held = use_given(url, None)

    prepare(held)
    load_demo(held, {Role.ADMIN: "somebody"})

    assert ask(url, "SELECT count(*) FROM student") == (0,)
    with make_engine(url).begin() as connection:
        become(connection, Caller("somebody", Role.REGISTRAR))
        assert connection.exec_driver_sql("SELECT current_user").scalar() == "app_registrar"


def test_a_given_database_that_cannot_be_reached_is_said_in_a_sentence(theirs: Server) -> None:
    with pytest.raises(StartError, match=r"DATABASE_URL leads to no database: .*password"):
        prepare(use_given(f"postgresql://master:wrong@127.0.0.1:{theirs.port}/school", None))


def test_a_given_server_that_is_too_old_is_refused(
    theirs: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "OLDEST", 990000)

    with pytest.raises(StartError, match="leads to PostgreSQL"):
        prepare(use_given(theirs.admin_url, None))


def test_demo_data_is_loaded_into_a_given_database_on_request(theirs: Server) -> None:
    url = f"postgresql://master:master@127.0.0.1:{theirs.port}/school"
    held = replace(use_given(url, None), demo="S")
    prepare(held)

    load_demo(held, {Role.ADMIN: "somebody"})

    assert ask(url, "SELECT count(*) FROM student") == (60,)
    with psycopg2.connect(theirs.url("admin", "school")) as connection, connection.cursor() as c:
        c.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'school'"
        )
        assert c.fetchone() == (None,)
