"""Students through the API: reading, paging, creating, changing."""

import pytest

from schema.access.roles import Role
from schema.models import Account, Student
from tests.conftest import Database
from tests.factories import make_caller, make_org
from tests.graphql_api.conftest import Api
from tests.graphql_api.trail import trail

CREATE = """
mutation($input: StudentCreateInput!) {
  studentCreate(input: $input) {
    student { id name version org { name } }
    userErrors { __typename code path }
  }
}
"""
UPDATE = """
mutation($input: StudentUpdateInput!) {
  studentUpdate(input: $input) {
    student { name familyName version }
    userErrors { code path ... on VersionConflict { currentVersion } }
  }
}
"""
DEACTIVATE = """
mutation($input: StudentDeactivateInput!) {
  studentDeactivate(input: $input) {
    student { status version }
    userErrors { code path ... on VersionConflict { currentVersion } }
  }
}
"""


def create(api: Api, number: str, **more: object) -> dict[str, object]:
    given = {"studentNumber": number, "givenName": "Zoë", "familyName": "Ng"} | more
    created: dict[str, object] = api(CREATE, {"input": given}).data["studentCreate"]
    return created


def test_a_student_is_found_by_each_key(api: Api) -> None:
    query = "query($by: StudentBy!) { student(by: $by) { id sourcedId studentNumber email } }"
    found = api(query, {"by": {"sourcedId": "student-1"}}).data["student"]

    for key in ("id", "studentNumber", "email"):
        assert api(query, {"by": {key: found[key]}}).data["student"] == found
    assert api(query, {"by": {"email": found["email"].upper()}}).data["student"] == found


@pytest.mark.parametrize("id_", ["student_999999", "org_1", "nonsense", "student_0", ""])
def test_an_id_of_nothing_is_null(api: Api, id_: str) -> None:
    query = "query($id: ID!) { student(by: {id: $id}) { id } }"

    assert api(query, {"id": id_}).data == {"student": None}


def test_students_see_their_own_record_and_nobody_elses(api: Api) -> None:
    query = "query($by: StudentBy!) { student(by: $by) { sourcedId } studentCount }"

    own = api(query, {"by": {"sourcedId": "student-1"}}, role=Role.STUDENT)
    other = api(query, {"by": {"sourcedId": "student-2"}}, role=Role.STUDENT)

    assert own.data == {"student": {"sourcedId": "student-1"}, "studentCount": 1}
    assert other.data == {"student": None, "studentCount": 1}


def test_a_role_that_the_account_does_not_have_sees_nothing(api: Api) -> None:
    answer = api("{ viewer { role } studentCount }", role=Role.ADMIN, subject="demo-student")

    assert answer.data == {"viewer": None, "studentCount": 0}


def test_a_student_is_created_in_the_callers_school(api: Api, fresh: str) -> None:
    created = create(api, fresh)

    assert created["userErrors"] == []
    assert created["student"]["name"] == "Zoë Ng"  # type: ignore[index]


def test_somebody_with_two_roles_creates_in_the_school_of_the_role_at_hand(
    api: Api, database: Database, fresh: str
) -> None:
    with database.owner_session() as session:
        registrar = make_caller(session, Role.REGISTRAR, org=make_org(session))
        session.add(Account(subject=registrar.subject, role=Role.ADMIN))

    given = {"input": {"studentNumber": fresh, "givenName": "Zoë"}}
    asked = api(CREATE, given, role=Role.ADMIN, subject=registrar.subject).data["studentCreate"]

    assert [error["path"] for error in asked["userErrors"]] == [["input", "orgId"]]


def test_a_retry_with_the_same_key_creates_nothing(api: Api, fresh: str) -> None:
    first = create(api, fresh, idempotencyKey=fresh)
    again = create(api, fresh, idempotencyKey=fresh)
    other = create(api, fresh, idempotencyKey=fresh, givenName="Bo")

    assert again == first
    assert other["userErrors"][0]["code"] == "IDEMPOTENCY_MISMATCH"  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"givenName": " "}, "INVALID", "givenName"),
        ({"gradeLevel": 14}, "INVALID", "gradeLevel"),
        ({"gradeLevel": 2_000_000_000}, "INVALID", "gradeLevel"),
        ({"familyName": "x" * 201}, "INVALID", "familyName"),
        ({"studentNumber": "no spaces"}, "INVALID", "studentNumber"),
        ({"sourcedId": "student-1"}, "TAKEN", "sourcedId"),
        ({"orgId": "org_999"}, "NOT_FOUND", "orgId"),
    ],
)
def test_a_student_that_cannot_be_is_refused_by_field(
    api: Api, fresh: str, more: dict[str, object], code: str, field: str
) -> None:
    refused = create(api, fresh, **more)

    assert refused["student"] is None
    (error,) = refused["userErrors"]  # type: ignore[misc]
    assert (error["code"], error["path"]) == (code, ["input", field])


def test_left_out_is_unchanged_and_null_is_cleared(api: Api, fresh: str) -> None:
    made = create(api, fresh)["student"]

    changed = api(UPDATE, {"input": {"id": made["id"], "familyName": None}})  # type: ignore[index]

    assert changed.data["studentUpdate"]["student"] == {
        "name": "Zoë",
        "familyName": None,
        "version": 2,
    }


def test_each_change_reads_back_its_own_student(api: Api) -> None:
    both = """
        mutation($one: StudentUpdateInput!, $other: StudentUpdateInput!) {
          one: studentUpdate(input: $one) { student { id version } }
          other: studentUpdate(input: $other) { student { id version } }
        }
    """
    nodes = api("{ students(last: 4) { nodes { id } } }").data["students"]["nodes"]
    ids = [node["id"] for node in nodes]

    for one, other in (ids[:2], ids[2:], reversed(ids[:2])):
        changes = {"one": {"id": one, "gradeLevel": 9}, "other": {"id": other, "gradeLevel": 9}}
        data = api(both, changes).data

        assert [data[name]["student"]["id"] for name in ("one", "other")] == [one, other]


def test_a_change_of_an_old_version_is_refused(api: Api, fresh: str) -> None:
    made = create(api, fresh)["student"]
    given = {"id": made["id"], "givenName": "Bo", "expectedVersion": 1}  # type: ignore[index]
    api(UPDATE, {"input": given})

    late = api(UPDATE, {"input": given}).data["studentUpdate"]

    assert late["userErrors"] == [
        {"code": "VERSION_CONFLICT", "path": ["input", "expectedVersion"], "currentVersion": 2}
    ]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.OPERATOR, Role.AUDITOR])
def test_who_may_not_change_students_is_told_so(api: Api, fresh: str, role: Role) -> None:
    given = {"studentNumber": fresh, "givenName": "Zoë"}

    answer = api(CREATE, {"input": given}, role=role)

    assert (answer.code, answer.message) == ("FORBIDDEN", "Your role may not change students.")


def test_what_was_done_is_audited_and_told(api: Api, fresh: str, database) -> None:  # type: ignore[no-untyped-def]
    made = create(api, fresh)["student"]

    with database.owner_session() as session:
        key = int(made["id"].removeprefix("student_"))  # type: ignore[index]
        audited = session.connection().exec_driver_sql(
            "SELECT action, subject FROM audit_entry WHERE entity = 'student' AND entity_id = %s",
            (key,),
        )
        told = session.connection().exec_driver_sql(
            "SELECT type, payload FROM outbox WHERE entity_id = %s AND type LIKE 'student.%%'",
            (key,),
        )

        assert audited.all() == [("create", "demo-registrar")]
        assert told.all() == [("student.created", {"studentId": key})]


def test_a_student_who_left_is_inactive_and_leaves_a_trail(
    api: Api, fresh: str, database: Database
) -> None:
    student: str = create(api, fresh)["student"]["id"]  # type: ignore[index]

    left = api(DEACTIVATE, {"input": {"id": student, "reason": "Moved away"}}).data

    assert left["studentDeactivate"] == {
        "student": {"status": "INACTIVE", "version": 2},
        "userErrors": [],
    }
    found = trail(database, "student", student)
    assert found.audited == [("create", None), ("deactivate", "Moved away")]
    assert found.changes[1] == {"status": ["active", "inactive"]}
    assert found.told == ["student.created", "student.deactivated"]


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({}, "INVALID", "id"),
        ({"expectedVersion": 1}, "VERSION_CONFLICT", "expectedVersion"),
        ({"reason": " "}, "INVALID", "reason"),
        ({"id": "student_0"}, "NOT_FOUND", "id"),
    ],
)
def test_a_student_leaves_once(
    api: Api, fresh: str, more: dict[str, object], code: str, field: str
) -> None:
    student = create(api, fresh)["student"]["id"]  # type: ignore[index]
    api(DEACTIVATE, {"input": {"id": student}})

    again = api(DEACTIVATE, {"input": {"id": student} | more}).data["studentDeactivate"]

    (error,) = again["userErrors"]
    assert (error["code"], error["path"]) == (code, ["input", field])


def test_a_change_whose_read_back_goes_on_from_nowhere_is_not_made(api: Api, fresh: str) -> None:
    made = api(CREATE, {"input": {"studentNumber": fresh, "givenName": "Ada"}}).data
    student = made["studentCreate"]["student"]["id"]
    read_back = """
      mutation($input: StudentUpdateInput!, $after: String) { studentUpdate(input: $input)
        { student { givenName enrollments(after: $after) { nodes { id } } } } }
    """
    change = {"id": student, "givenName": "Grace"}

    failed = api(read_back, {"input": change, "after": "damaged"})
    after = api(read_back, {"input": {"id": student, "gradeLevel": 3}, "after": None}).data

    assert failed.code == "BAD_USER_INPUT"
    assert after["studentUpdate"]["student"] == {"givenName": "Ada", "enrollments": {"nodes": []}}


def test_a_changed_student_is_no_longer_as_an_import_left_them(
    api: Api, fresh: str, database: Database
) -> None:
    student: str = create(api, fresh)["student"]["id"]  # type: ignore[index]
    key = int(student.removeprefix("student_"))
    with database.owner_session() as session:
        session.get_one(Student, key).src_hash = 1

    api(UPDATE, {"input": {"id": student, "familyName": "Lovelace"}})

    with database.owner_session() as session:
        assert session.get_one(Student, key).src_hash is None
