"""Erasing a person's data through the API."""

from typing import Any

import pytest

from schema.access.roles import Role
from schema.models import Org
from tests.conftest import Database
from tests.factories import make_line_item, make_result, make_section, make_student, word
from tests.graphql_api.conftest import Api
from tests.graphql_api.trail import trail

ERASE = """
mutation($input: PersonEraseInput!) {
  personErase(input: $input) {
    student {
      name email birthDate gradeLevel studentNumber sourcedId status
      results { nodes { score comment } }
    }
    userErrors { code path message }
  }
}
"""


@pytest.fixture
def student(database: Database) -> str:
    """A student with an e-mail address and a posted result that carries a comment."""
    with database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id="org-school-1").one()
        found = make_student(session, org, email=f"{word('ada')}@school.example")
        item = make_line_item(session, make_section(session, org=org))
        make_result(session, item, found, score=88, comment="Ada!", posted_at="2026-10-01")
        return f"student_{found.id}"


def erase(api: Api, student: str, **more: Any) -> dict[str, Any]:
    given = {"studentId": student, "reason": "Asked to be forgotten"} | more
    answered: dict[str, Any] = api(ERASE, {"input": given}, role=Role.ADMIN).data["personErase"]
    return answered


def test_a_student_is_erased_and_their_results_stay(
    api: Api, database: Database, student: str
) -> None:
    erased = erase(api, student)

    key = student.removeprefix("student_")
    assert erased == {
        "student": {
            "name": "Erased",
            "email": None,
            "birthDate": None,
            "gradeLevel": None,
            "studentNumber": f"erased-{key}",
            "sourcedId": f"erased-{key}",
            "status": "INACTIVE",
            "results": {"nodes": [{"score": "88.00", "comment": None}]},
        },
        "userErrors": [],
    }
    left = trail(database, "student", student)
    assert left.audited == [("erase", "Asked to be forgotten")]
    assert left.told == ["student.erased"]


def test_a_student_is_erased_once(api: Api, student: str) -> None:
    erase(api, student)

    again = erase(api, student)

    (error,) = again["userErrors"]
    assert (error["path"], error["message"]) == (
        ["input", "studentId"],
        "This person's data was erased before.",
    )


def test_a_retried_erasure_answers_the_same(api: Api, student: str, fresh: str) -> None:
    first = erase(api, student, idempotencyKey=fresh)

    assert first["userErrors"] == []
    assert erase(api, student, idempotencyKey=fresh) == first


@pytest.mark.parametrize(
    ("more", "path"),
    [({"reason": " "}, "reason"), ({"studentId": "student_0"}, "studentId")],
)
def test_an_erasure_that_cannot_be_is_refused_by_field(
    api: Api, student: str, more: dict[str, Any], path: str
) -> None:
    refused = erase(api, student, **more)

    assert [error["path"] for error in refused["userErrors"]] == [["input", path]]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_who_may_not_erase_is_told_so(api: Api, student: str, role: Role) -> None:
    answer = api(ERASE, {"input": {"studentId": student, "reason": "No"}}, role=role)

    assert (answer.code, answer.message) == ("FORBIDDEN", "Your role may not erase personal data.")
