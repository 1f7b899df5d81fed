"""Students by REST and by GraphQL: what one refuses the other refuses, and both leave one trail."""

import uuid
from typing import Any

import pytest

from graphql_api.compose import make_handler
from schema.access.roles import Role
from tests.conftest import Database
from tests.ec2_batch.service.service import Answer, Service
from tests.graphql_api.conftest import Api, settings_for

CREATE = """
mutation($input: StudentCreateInput!) {
  studentCreate(input: $input) { student { id } userErrors { message path } }
}
"""
DEACTIVATE = """
mutation($id: ID!) {
  studentDeactivate(input: {id: $id}) { student { id } userErrors { message path } }
}
"""
TRAIL = """
SELECT status, version, src_hash IS NULL,
       (SELECT jsonb_agg(jsonb_build_array(role, action, entity, reason, changes) ORDER BY id)
        FROM audit_entry WHERE entity = 'student' AND entity_id = student.id),
       (SELECT jsonb_agg(jsonb_build_array(type, version) ORDER BY id)
        FROM outbox WHERE type LIKE 'student.%%' AND entity_id = student.id)
FROM student WHERE id = %(id)s
"""
IMPORTED = "UPDATE student SET src_hash = 7 WHERE id = %(id)s"


@pytest.fixture(scope="module")
def api(records: Database) -> Api:
    """The API on the records of the service."""
    return Api(make_handler(settings_for(records.api_url)))


def a_student() -> dict[str, Any]:
    word = uuid.uuid4().hex
    return {"givenName": "Ana", "email": f"{word}@example.org", "studentNumber": f"N{word[:12]}"}


def by_rest(service: Service, body: dict[str, Any]) -> Answer:
    return service.ask("POST", "/students", role=Role.REGISTRAR, body=body)


def by_graphql(api: Api, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = api(CREATE, {"input": body}).data["studentCreate"]
    return answer


def added_by_graphql(api: Api, body: dict[str, Any]) -> int:
    return int(by_graphql(api, body)["student"]["id"].removeprefix("student_"))


def trail(records: Database, student_id: int) -> tuple[Any, ...]:
    with records.owner_engine.connect() as connection:
        return tuple(connection.exec_driver_sql(TRAIL, {"id": student_id}).one())


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("givenName", "1234"),
        ("givenName", "An\u0007a"),
        ("givenName", "A\u202eda"),
        ("givenName", "A\ufffdda"),
        ("familyName", "x" * 201),
        ("familyName", "---"),
        ("email", ".ana@example.org"),
        ("email", "ana..b@example.org"),
        ("email", "ana@-example.org"),
        ("email", "ana@example.1"),
        ("studentNumber", "a b"),
        ("studentNumber", "7" * 65),
    ],
)
def test_both_refuse_a_value_alike(service: Service, api: Api, member: str, value: str) -> None:
    body = a_student() | {member: value}

    rest, (error,) = by_rest(service, body), by_graphql(api, body)["userErrors"]

    # The API repeats no value.
    assert rest.detail.replace(f"“{value}”", "This") == error["message"]
    assert (rest.json["errors"][0]["pointer"], error["path"]) == (f"/{member}", ["input", member])


@pytest.mark.parametrize("member", ["email", "studentNumber"])
def test_both_refuse_alike_what_is_another_students(
    service: Service, api: Api, member: str
) -> None:
    first = a_student()
    by_graphql(api, first)
    body = a_student() | {member: first[member]}

    rest, (error,) = by_rest(service, body), by_graphql(api, body)["userErrors"]

    assert (rest.status, rest.detail) == (409, error["message"])
    assert (rest.json["errors"][0]["pointer"], error["path"]) == (f"/{member}", ["input", member])


def test_a_name_is_written_alike_however_it_was_typed(
    service: Service, api: Api, records: Database
) -> None:
    name = {"givenName": " Zoe\u0308 "}  # an e, and two dots to put on it

    ids = (
        by_rest(service, a_student() | name).json["id"],
        added_by_graphql(api, a_student() | name),
    )

    named = [trail(records, student_id)[3][0][4]["given_name"] for student_id in ids]
    assert named == [[None, "Zo\u00eb"]] * 2


def test_who_is_added_leaves_one_trail(service: Service, api: Api, records: Database) -> None:
    body, other = a_student(), a_student()

    rest = trail(records, by_rest(service, body).json["id"])
    graphql = trail(records, added_by_graphql(api, other))

    # The façade makes an id under which a file finds the student again.
    del rest[3][0][4]["sourced_id"]
    for [entry], whose in ((rest[3], body), (graphql[3], other)):
        assert entry[4].pop("email") == [None, whose["email"]]
        assert entry[4].pop("student_number") == [None, whose["studentNumber"]]
    # A student may be kept out of the directory; the façade does not ask.
    assert graphql[3][0][4].pop("directory_opt_out") == [None, "False"]
    assert rest == graphql


def test_who_leaves_leaves_one_trail(service: Service, api: Api, records: Database) -> None:
    ids = [added_by_graphql(api, a_student()) for _ in range(2)]
    with records.owner_engine.begin() as connection:
        for student_id in ids:
            connection.exec_driver_sql(IMPORTED, {"id": student_id})

    service.ask("DELETE", f"/students/{ids[0]}", role=Role.REGISTRAR)
    api(DEACTIVATE, {"id": f"student_{ids[1]}"})

    rest, graphql = (trail(records, student_id) for student_id in ids)
    assert graphql[:3] == ("inactive", 2, True)
    assert (*rest[:3], rest[3][1:], rest[4]) == (*graphql[:3], graphql[3][1:], graphql[4])
