"""A change takes few messages to the database, and they succeed or fail together."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import make_url, text

from benchmarks.graphql.message_counter import MessageCounter
from graphql_api.app import App
from graphql_api.compose import make_app
from schema.access.roles import Role
from schema.models import AuditEntry, Student
from tests.conftest import Database
from tests.graphql_api.conftest import Api, settings_for

CHANGE = """
mutation($input: StudentUpdateInput!) {
  studentUpdate(input: $input) { student { givenName } userErrors { code } }
}
"""


@pytest.fixture
def counter(database: Database) -> Iterator[MessageCounter]:
    port = make_url(database.api_url).port
    assert port
    counter = MessageCounter(port)
    yield counter
    counter.close()


def counted(database: Database, counter: MessageCounter, **settings: str) -> App:
    """Return the API, whose messages to the database are counted."""
    url = make_url(database.api_url).set(host="127.0.0.1", port=counter.port)
    return make_app(settings_for(url.render_as_string(hide_password=False), **settings))


@pytest.fixture
def app(database: Database, counter: MessageCounter) -> App:
    return counted(database, counter)


def change(app: App, **input: Any) -> Any:
    headers = {k.lower(): v for k, v in Api(None).signed(Role.REGISTRAR).items()}
    body = json.dumps({"query": CHANGE, "variables": {"input": {"id": "student_3", **input}}})
    return json.loads(app.respond("POST", "/graphql", headers, body.encode()).body)


def test_a_change_takes_four_messages_however_often_it_is_made(
    app: App, counter: MessageCounter
) -> None:
    change(app, givenName="Ada")  # what is asked for the first time is prepared
    before = counter.messages

    for name in ("Grace", "Mary", "Ada"):
        answer = change(app, givenName=name)

    assert answer["data"]["studentUpdate"]["student"] == {"givenName": "Ada"}
    # The lock, the change, what is told of it with what is read back, and the commit.
    assert counter.messages - before == 3 * 4


def test_where_nothing_is_prepared_no_change_takes_more(
    database: Database, counter: MessageCounter
) -> None:
    app = counted(database, counter, DATABASE_PREPARE="off")
    change(app, givenName="Ada")  # connects
    before = counter.messages

    answer = change(app, givenName="Edsger", birthDate="2010-02-03", gradeLevel=9)

    assert answer["data"]["studentUpdate"]["student"] == {"givenName": "Edsger"}
    assert counter.messages - before == 4


@pytest.mark.parametrize("key", ["k" * 256, "", " "])
def test_what_is_refused_before_a_record_is_asked_for_takes_no_message(
    app: App, counter: MessageCounter, key: str
) -> None:
    change(app, givenName="Ada")
    before = counter.messages

    answer = change(app, givenName="Grace", idempotencyKey=key)

    assert answer["data"]["studentUpdate"]["userErrors"] == [{"code": "INVALID"}]
    assert counter.messages == before


def test_a_change_that_is_refused_at_first_is_made_the_next_time(
    database: Database, app: App
) -> None:
    with database.owner_session() as session:
        number = session.get_one(Student, 4).student_number

    taken = change(app, studentNumber=number)
    made = change(app, studentNumber="free-number")

    assert taken["data"]["studentUpdate"]["userErrors"] == [{"code": "TAKEN"}]
    assert made["data"]["studentUpdate"]["userErrors"] == []


def test_a_change_that_cannot_be_told_of_is_not_made(database: Database, app: App) -> None:
    with database.owner_session() as session:
        before = session.get_one(Student, 3).version
        told = session.query(AuditEntry).filter_by(entity="student", entity_id=3).count()
        session.execute(
            text("ALTER TABLE outbox ADD CONSTRAINT outbox_full CHECK (false) NOT VALID")
        )
    try:
        answer = change(app, givenName="Lost")
    finally:
        with database.owner_session() as session:
            session.execute(text("ALTER TABLE outbox DROP CONSTRAINT outbox_full"))

    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    with database.owner_session() as session:
        assert session.get_one(Student, 3).version == before
        entries = session.query(AuditEntry).filter_by(entity="student", entity_id=3)
        assert entries.count() == told
    assert "errors" not in change(app, givenName="Found")
