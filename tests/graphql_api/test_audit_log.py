"""The audit log through the API: what was done, for those who may read it."""

import pytest
from sqlalchemy import insert

from schema.access.roles import Role
from schema.models import AuditEntry
from tests.conftest import Database
from tests.graphql_api.conftest import Api

CREATE = "mutation($input: StudentCreateInput!) { studentCreate(input: $input) { student { id } } }"
UPDATE = "mutation($input: StudentUpdateInput!) { studentUpdate(input: $input) { student { id } } }"
HISTORY = """
query($id: ID!) {
  student(by: {id: $id}) {
    history { nodes { action entity recordId role subject changes } totalCount { value } }
  }
}
"""


@pytest.fixture
def student(api: Api, fresh: str) -> str:
    """A student who was created and then renamed."""
    created = api(CREATE, {"input": {"studentNumber": fresh, "givenName": "Ada"}})
    student = str(created.data["studentCreate"]["student"]["id"])
    api(UPDATE, {"input": {"id": student, "givenName": "Adele"}})
    return student


def test_a_record_shows_what_was_done_to_it(api: Api, student: str) -> None:
    shown = api(HISTORY, {"id": student}, role=Role.AUDITOR).data["student"]["history"]

    latest, first = shown["nodes"]
    assert latest == {
        "action": "update",
        "entity": "student",
        "recordId": student,
        "role": "registrar",
        "subject": "demo-registrar",
        "changes": {"given_name": ["Ada", "Adele"]},
    }
    assert first["action"] == "create"
    assert shown["totalCount"]["value"] == 2


def test_a_history_is_not_that_of_another_kind_of_record(
    api: Api, database: Database, student: str
) -> None:
    key = int(student.removeprefix("student_"))
    act = {"subject": "x", "role": "admin", "action": "x", "entity": "course", "entity_id": key}
    with database.owner_session() as session:
        session.execute(insert(AuditEntry), act)

    shown = api(HISTORY, {"id": student}, role=Role.AUDITOR).data["student"]["history"]

    assert {entry["entity"] for entry in shown["nodes"]} == {"student"}


def test_who_may_not_read_the_log_sees_an_empty_one(api: Api, student: str) -> None:
    history = api(HISTORY, {"id": student}, role=Role.REGISTRAR).data["student"]["history"]
    log = api("{ auditLog { nodes { id } totalCount { value } } }", role=Role.TEACHER)

    assert history == {"nodes": [], "totalCount": {"value": 0}}
    assert log.data["auditLog"] == {"nodes": [], "totalCount": {"value": 0}}


def test_the_log_is_searched_by_record_act_person_and_time(api: Api, student: str) -> None:
    query = "query($where: AuditEntryFilter) { auditLog(where: $where) { nodes { recordId } } }"
    where = {
        "entity": {"eq": "student"},
        "action": {"eq": "update"},
        "subject": {"eq": "demo-registrar"},
        "occurredAt": {"gt": "2020-01-01T00:00:00Z"},
    }

    found = api(query, {"where": where}, role=Role.ADMIN).data["auditLog"]["nodes"]
    none = api(query, {"where": where | {"action": {"eq": "drop"}}}, role=Role.ADMIN)

    assert found[0] == {"recordId": student}
    assert none.data["auditLog"]["nodes"] == []
