"""A request is answered in time, whatever becomes of the database, and the next one is served."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from graphql_api.compose import make_app
from graphql_api.database import Database as Records
from graphql_api.deadlines import Deadlines
from schema.access.roles import Role
from schema.database import make_engine
from schema.models import IdempotencyKey, Student
from tests.conftest import Database
from tests.graphql_api.conftest import Answer, Api, settings_for
from tests.graphql_api.proxy import Proxy

COUNT = "{ studentCount }"
CREATE = """
mutation($input: StudentCreateInput!) {
  studentCreate(input: $input) { student { id } userErrors { code } }
}
"""
PATIENCE = 20  # seconds until a test gives up on an answer that never comes

UNAVAILABLE = "The records cannot be reached just now. Try again in a moment."
TOO_LONG = "This takes too long: ask for less, or for a report."


class Instance:
    """An instance of the API with short deadlines."""

    def __init__(self, url: str, **deadlines: Any) -> None:
        self._engine = make_engine(url, ping=False)
        records = Records(self._engine, prepare=True, deadlines=Deadlines(**deadlines))
        self._app = replace(make_app(settings_for(url)), database=records)
        self._thread = ThreadPoolExecutor(1)

    def ask(self, query: str, input: dict[str, Any] | None = None) -> Answer:
        headers = {k.lower(): v for k, v in Api(None).signed(Role.REGISTRAR).items()}
        body = json.dumps({"query": query, "variables": {"input": input}}).encode()
        given = ("POST", "/graphql", headers, body)
        response = self._thread.submit(self._app.respond, *given).result(PATIENCE)
        return Answer(response.status, response.headers, json.loads(response.body))

    def close(self) -> None:
        self._thread.shutdown(wait=False)
        self._engine.dispose()


@pytest.fixture
def proxy(database: Database) -> Iterator[Proxy]:
    proxy = Proxy(database.api_url)
    yield proxy
    proxy.close()


@pytest.fixture
def instance(proxy: Proxy) -> Iterator[Instance]:
    """An instance that reaches the database by the proxy, and has done so."""
    instance = Instance(proxy.url, request=4, silence=0.5, connect=1)
    assert instance.ask(COUNT).status == 200
    yield instance
    instance.close()


def new(number: str) -> dict[str, Any]:
    return {"studentNumber": number, "givenName": "Ada", "idempotencyKey": number}


def students(database: Database, number: str) -> int:
    with database.owner_session() as session:
        return session.query(Student).filter_by(student_number=number).count()


@pytest.mark.parametrize("trouble", ["swallow", "refuse"])
@pytest.mark.parametrize(("query", "input"), [(COUNT, None), (CREATE, new("hole"))])
def test_without_a_database_a_request_is_told_so_and_the_next_is_served(
    proxy: Proxy, instance: Instance, trouble: str, query: str, input: dict[str, Any] | None
) -> None:
    getattr(proxy, trouble)()

    lost = instance.ask(query, input)

    assert (lost.status, lost.code, lost.message) == (503, "UNAVAILABLE", UNAVAILABLE)
    proxy.mend()
    assert instance.ask(query, input).data


def test_a_database_that_was_never_there_is_no_wait_without_end(database: Database) -> None:
    hole = Proxy(database.api_url)
    hole.swallow()
    instance = Instance(hole.url, request=4, silence=0.5, connect=1)

    lost = instance.ask(COUNT)

    assert (lost.status, lost.message) == (503, UNAVAILABLE)
    hole.mend()
    assert instance.ask(COUNT).status == 200
    instance.close()
    hole.close()


def test_health_says_that_a_silent_database_is_down(proxy: Proxy, instance: Instance) -> None:
    proxy.swallow()

    answer = instance.ask("{ systemHealth { status databaseVersion } }")

    assert answer.data == {"systemHealth": {"status": "DOWN", "databaseVersion": None}}


def test_a_connection_that_died_unnoticed_costs_a_change_nothing(
    database: Database, proxy: Proxy, instance: Instance
) -> None:
    proxy.mend()  # hangs up first, as a failover or a frozen instance's idle end does

    created = instance.ask(CREATE, new("frozen"))

    assert created.data["studentCreate"]["userErrors"] == []
    assert students(database, "frozen") == 1


def test_a_retry_after_a_lost_reply_finds_the_change_done_once(
    database: Database, proxy: Proxy, instance: Instance
) -> None:
    proxy.lose_next_commit()

    lost = instance.ask(CREATE, new("lost"))
    again = instance.ask(CREATE, new("lost"))

    assert (lost.status, lost.message) == (503, UNAVAILABLE)
    assert again.data["studentCreate"]["userErrors"] == []
    assert students(database, "lost") == 1
    with database.owner_session() as session:
        assert session.query(IdempotencyKey).filter_by(key="lost").count() == 1


@pytest.fixture
def slow_students(database: Database) -> Iterator[None]:
    """Adding a student takes a third of a second."""
    with database.owner_session() as session:
        session.execute(
            text(
                "CREATE FUNCTION public.be_slow() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END'"
            )
        )
        session.execute(
            text(
                "CREATE TRIGGER slow BEFORE INSERT ON student"
                " FOR EACH ROW EXECUTE FUNCTION public.be_slow()"
            )
        )
    yield
    with database.owner_session() as session:
        session.execute(text("DROP FUNCTION public.be_slow() CASCADE"))


def test_many_quick_statements_end_together_when_the_requests_time_is_up(
    database: Database, slow_students: None
) -> None:
    instance = Instance(database.api_url, request=1)
    many = " ".join(
        f'a{n}: studentCreate(input: {{studentNumber: "slow-{n}", givenName: "Ada"}})'
        " { student { id } }"
        for n in range(10)
    )

    answer = instance.ask(f"mutation {{ {many} }}")

    assert (answer.status, answer.code, answer.message) == (503, "TIMEOUT", TOO_LONG)
    assert students(database, "slow-0") == 0
    assert instance.ask(COUNT).status == 200
    instance.close()


@contextmanager
def limited(database: Database, setting: str) -> Iterator[Instance]:
    """Give an instance whose login has a shorter limit than the usual one."""
    name = setting.partition(" ")[0]
    login = f"ALTER ROLE api_service IN DATABASE {database.name}"
    with database.owner_engine.begin() as connection:
        connection.execute(text(f"{login} SET {setting}"))
    instance = Instance(database.api_url)
    yield instance
    instance.close()
    with database.owner_engine.begin() as connection:
        connection.execute(text(f"{login} RESET {name}"))


def test_a_slow_statement_is_ended_by_the_server(database: Database, slow_students: None) -> None:
    with limited(database, "statement_timeout = '200ms'") as instance:
        answer = instance.ask(CREATE, new("slow"))

    assert (answer.status, answer.code, answer.message) == (503, "TIMEOUT", TOO_LONG)


def test_a_record_that_somebody_else_is_changing_is_busy(database: Database) -> None:
    change = 'mutation { studentUpdate(input: {id: "student_1"}) { student { id } } }'

    with (
        limited(database, "lock_timeout = '100ms'") as instance,
        database.owner_session() as session,
    ):
        session.get_one(Student, 1, with_for_update=True)
        answer = instance.ask(change)

    assert (answer.status, answer.code) == (503, "BUSY")
    assert answer.message == "Somebody else is changing the same records. Try again in a moment."


def test_what_could_not_be_read_back_undoes_the_change_and_is_read_the_next_time(
    database: Database,
) -> None:
    change = """mutation($input: StudentUpdateInput!) {
      studentUpdate(input: $input) { student { version enrollments { nodes { id } } } }
    }"""
    given = {"id": "student_2", "givenName": "Grace"}

    with limited(database, "lock_timeout = '100ms'") as instance:
        with database.owner_session() as session:  # as a migration of this table does
            before = session.get_one(Student, 2).version
            session.execute(text("LOCK TABLE enrollment IN ACCESS EXCLUSIVE MODE"))
            refused = instance.ask(change, given)
        done = instance.ask(change, given)

    assert (refused.status, refused.code) == (503, "BUSY")
    assert done.data["studentUpdate"]["student"]["version"] == before + 1
