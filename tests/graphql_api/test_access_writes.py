"""Whatever they try, callers change their own records, and a refusal tells of no others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from graphql_api.compose import make_app
from schema.access.caller import Caller
from schema.access.roles import Role
from tests.conftest import Database
from tests.graphql_api.askers import (
    CREATE,
    DROP,
    ENROLL,
    STUDENT,
    TABLES,
    UPDATE,
    an_id,
    ask,
    keys_of,
    org_of,
)
from tests.graphql_api.conftest import Answer, Api, settings_for
from tests.schema.school import School, make_school

ABSENT = 999_999_999


@pytest.fixture(scope="module")
def school(database: Database) -> School:
    with database.owner_session() as session:
        return make_school(session)


@pytest.mark.parametrize("role", Role)
def test_without_an_account_in_force_the_api_is_empty_and_changes_nothing(
    api: Api, school: School, database: Database, role: Role
) -> None:
    other = next(c for c in school.callers.values() if isinstance(c, Caller) and c.role is not role)
    ids = [f"{table}_{key}" for table in TABLES for key in school.rows[table]]
    everything = (
        "query($ids: [ID!]!) { viewer { role } studentCount nodes(ids: $ids) { id }"
        " courses { nodes { id } } sections { nodes { id } } students { nodes { id } } }"
    )
    before = written(database)

    for caller in (Caller("nobody", role), Caller(other.subject, role)):
        data = ask(api, caller, everything, {"ids": ids}).data
        assert data == {
            "viewer": None,
            "studentCount": 0,
            "nodes": [None] * len(ids),
            **{list_: {"nodes": []} for list_ in ("courses", "sections", "students")},
        }
        for mutation, input in changes_to(school, "ann"):
            refused = ask(api, caller, mutation, {"input": input})
            assert "errors" in refused.body or all(p["userErrors"] for p in refused.data.values())

    assert written(database) == before


def changes_to(school: School, whose: str) -> list[tuple[str, dict[str, Any]]]:
    """Return changes that a registrar of the school may make."""
    student = an_id(school, "student", whose)
    section = an_id(school, "section", whose)
    place = an_id(school, "enrollment", whose)
    return [
        (CREATE, {"studentNumber": "intruder", "givenName": "Eve"}),
        (CREATE, {"studentNumber": "intruder", "givenName": "Eve", "orgId": "org_1"}),
        (UPDATE, {"id": student, "givenName": "Eve"}),
        (ENROLL, {"studentId": student, "sectionId": section, "idempotencyKey": "intruder"}),
        (DROP, {"enrollmentId": place}),
    ]


def written(database: Database) -> list[int]:
    """Return how much there is of what a change leaves behind."""
    tables = ("student", "enrollment", "audit_entry", "outbox", "idempotency_key", "report_job")
    counts = " UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in tables)  # noqa: S608
    with database.owner_session() as session:
        changed = session.scalar(text("SELECT sum(version) FROM student"))
        return [*session.scalars(text(counts)), changed]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRAR, Role.ADMIN}))
def test_who_may_not_change_anything_is_told_the_same_of_every_record(
    api: Api, school: School, role: Role
) -> None:
    caller = next(c for c in school.callers.values() if isinstance(c, Caller) and c.role is role)

    for whose in ("ann", "cid"):
        for mutation, input in changes_to(school, whose):
            refused = ask(api, caller, mutation, {"input": input})
            assert refused.code == "FORBIDDEN"
            assert refused.message.startswith("Your role may not")


def attempts(student: int, enrollment: int, section: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what somebody tries who guesses keys."""
    id_ = f"student_{student}"
    return [
        (STUDENT, {"by": {"id": id_}}),
        (UPDATE, {"input": {"id": id_, "givenName": "Eve"}}),
        (UPDATE, {"input": {"id": id_, "givenName": "Eve", "expectedVersion": 1}}),
        (ENROLL, {"input": {"studentId": id_, "sectionId": section}}),
        (ENROLL, {"input": {"studentId": id_, "sectionId": section, "overrideReason": "Please"}}),
        (DROP, {"input": {"enrollmentId": f"enrollment_{enrollment}"}}),
    ]


class Watched(Api):
    """An API of which a test sees what it sends to the database."""

    def __init__(self, api_url: str) -> None:
        super().__init__(None)
        self._app = make_app(settings_for(api_url, DATABASE_PREPARE="off"))
        self.engine = self._app.database._engine
        self.sent: list[str] = []
        event.listen(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.sent.append(statement)

    def send(self, body: str | bytes, headers: dict[str, str] | None = None, **_: Any) -> Answer:
        given = {name.lower(): value for name, value in (headers or {}).items()}
        given["x-request-id"] = "the same"
        content = body if isinstance(body, bytes) else body.encode()
        response = self._app.respond("POST", "/graphql", given, content)
        return Answer(response.status, response.headers, json.loads(response.body))


@pytest.fixture
def watched(database: Database) -> Iterator[Watched]:
    watched = Watched(database.api_url)
    yield watched
    watched.engine.dispose()


def test_a_hidden_record_and_an_absent_one_are_one_to_who_asks(
    watched: Watched, school: School
) -> None:
    registrar = school.caller("registrar of north")
    section = an_id(school, "section", "ann")
    hidden = attempts(school.key("student", "cid"), school.key("enrollment", "cid"), section)
    absent = attempts(ABSENT, ABSENT, section)

    for (query, there), (_, nowhere) in zip(hidden, absent, strict=True):
        seen = []
        for variables in (there, nowhere):
            watched.sent.clear()
            answer = ask(watched, registrar, query, variables)
            # The same statements run, so that not even their time tells one from the other.
            seen.append((answer.status, answer.body, list(watched.sent)))
        assert seen[0] == seen[1]


@pytest.mark.parametrize("field", ["studentNumber", "email", "sourcedId"])
def test_that_a_key_is_taken_says_nothing_of_whose_it_is(
    api: Api, school: School, database: Database, field: str
) -> None:
    registrar = school.caller("registrar of north")
    org = {"orgId": org_of(database, school, "ann")}
    answers = []
    for whose in ("ben", "cid"):  # the registrar sees the first and not the second
        taken = keys_of(database, school, whose)[field]
        new = {"studentNumber": "new", "givenName": "Eve", field: taken} | org
        answers.append(ask(api, registrar, CREATE, {"input": new}).body)

    assert answers[0] == answers[1]
    (error,) = answers[0]["data"]["studentCreate"]["userErrors"]
    assert (error["code"], error["path"]) == ("TAKEN", ["input", field])


@pytest.mark.parametrize("field", ["studentNumber", "email"])
def test_a_change_to_a_taken_key_says_no_more(
    api: Api, school: School, database: Database, field: str
) -> None:
    registrar, ann = school.caller("registrar of north"), school.key("student", "ann")
    answers = []
    for whose in ("ben", "cid"):
        taken = keys_of(database, school, whose)[field]
        change = {"id": f"student_{ann}", field: taken}
        answers.append(ask(api, registrar, UPDATE, {"input": change}).body)

    assert answers[0] == answers[1]
    (error,) = answers[0]["data"]["studentUpdate"]["userErrors"]
    assert (error["code"], error["path"]) == ("TAKEN", ["input", field])


def test_a_seat_in_another_school_is_not_the_registrars_to_give(api: Api, school: School) -> None:
    registrar = school.caller("registrar of north")
    ann = an_id(school, "student", "ann")
    south = an_id(school, "section", "cid")
    given = {"studentId": ann, "sectionId": south, "overrideReason": "Please"}

    for more in ({}, {"waitlist": True}):
        refused = ask(api, registrar, ENROLL, {"input": given | more}).data["enroll"]
        assert refused["enrollment"] is None
        assert refused["userErrors"][0]["path"] == ["input", "sectionId"]


def test_a_key_of_one_subject_is_no_answer_to_another(
    api: Api, school: School, database: Database
) -> None:
    org = {"orgId": org_of(database, school, "ann")}
    new = {"studentNumber": "one-key", "givenName": "Ada", "idempotencyKey": "shared"} | org
    first, second = (school.caller(f"registrar of {place}") for place in ("north", "the district"))

    made = ask(api, first, CREATE, {"input": new}).data["studentCreate"]
    again = ask(api, second, CREATE, {"input": new}).data["studentCreate"]

    assert made["student"]
    assert (again["student"], again["userErrors"][0]["code"]) == (None, "TAKEN")
