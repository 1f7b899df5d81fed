"""Courses through the API: made, and changed, by who keeps their school's catalogue."""

from typing import Any

import pytest

from schema.models import Org
from tests.conftest import Database
from tests.factories import make_course
from tests.graphql_api.conftest import Api
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.trail import trail

COURSE_CREATE = """
mutation($input: CourseCreateInput!) {
  courseCreate(input: $input) {
    course { id code title credits version org { sourcedId } } userErrors { code path }
  }
}
"""
COURSE_UPDATE = """
mutation($input: CourseUpdateInput!) {
  courseUpdate(input: $input) {
    course { title credits version }
    userErrors { code path ... on VersionConflict { currentVersion } }
  }
}
"""


def course_create(api: Api, code: str, subject: str | None = None, **more: Any) -> dict[str, Any]:
    given = {"code": code, "title": "Botany", "credits": "1.50"} | more
    answered: dict[str, Any] = api(COURSE_CREATE, {"input": given}, subject=subject).data[
        "courseCreate"
    ]
    return answered


def test_a_course_is_created_in_the_callers_school_and_audited(
    api: Api, database: Database, registrar_of_one_school: str, fresh: str
) -> None:
    created = course_create(api, fresh, registrar_of_one_school)["course"]

    assert created | {"id": ""} == {
        "id": "",
        "code": fresh,
        "title": "Botany",
        "credits": "1.50",
        "version": 1,
        "org": {"sourcedId": "org-school-1"},
    }
    left = trail(database, "course", created["id"])
    assert left.audited == [("create", None)]
    assert left.changes[0]["code"] == [None, fresh]  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"title": " "}, ("INVALID", "input.title")),
        ({"credits": "100"}, ("INVALID", "input.credits")),
        ({"credits": "0.333"}, ("INVALID", "input.credits")),
        ({"code": "x" * 201}, ("INVALID", "input.code")),
        ({"gradeScaleId": "grade_scale_0"}, ("NOT_FOUND", "input.gradeScaleId")),
        ({"orgId": "org_999"}, ("NOT_FOUND", "input.orgId")),
    ],
)
def test_a_course_that_cannot_be_is_refused_by_field(
    api: Api, fresh: str, more: dict[str, Any], error: tuple[str, str]
) -> None:
    assert errors_of(course_create(api, **{"code": fresh, **more})) == [error]


def test_a_course_code_is_its_schools_own(api: Api, fresh: str) -> None:
    course_create(api, fresh)

    assert errors_of(course_create(api, fresh)) == [("TAKEN", "input.code")]


def test_a_registrar_adds_no_courses_to_another_school(
    api: Api, database: Database, registrar_of_one_school: str, fresh: str
) -> None:
    with database.owner_session() as session:
        other = session.query(Org).filter_by(sourced_id="org-school-2").one().id

    refused = course_create(api, fresh, registrar_of_one_school, orgId=f"org_{other}")

    assert errors_of(refused) == [("INVALID", "input.orgId")]


def test_a_retried_course_is_made_once(api: Api, fresh: str) -> None:
    first = course_create(api, fresh, idempotencyKey=fresh)

    assert course_create(api, fresh, idempotencyKey=fresh) == first


def test_a_course_is_changed_where_the_input_says_so(api: Api, fresh: str) -> None:
    made = course_create(api, fresh)["course"]

    changed = api(COURSE_UPDATE, {"input": {"id": made["id"], "credits": "2"}}).data

    assert changed["courseUpdate"]["course"] == {"title": "Botany", "credits": "2.00", "version": 2}


def test_a_course_changed_meanwhile_is_not_changed_over(api: Api, fresh: str) -> None:
    made = course_create(api, fresh)["course"]
    given = {"id": made["id"], "title": "Zoology", "expectedVersion": 1}
    api(COURSE_UPDATE, {"input": given})

    late = api(COURSE_UPDATE, {"input": given}).data["courseUpdate"]

    assert late["userErrors"] == [
        {"code": "VERSION_CONFLICT", "path": ["input", "expectedVersion"], "currentVersion": 2}
    ]


def test_a_course_of_another_school_is_seen_and_not_changed(
    api: Api, database: Database, registrar_of_one_school: str
) -> None:
    with database.owner_session() as session:
        other = session.query(Org).filter_by(sourced_id="org-school-2").one()
        course = f"course_{make_course(session, other).id}"

    given = {"input": {"id": course, "title": "Mine"}}

    refused = api(COURSE_UPDATE, given, subject=registrar_of_one_school).data

    assert errors_of(refused["courseUpdate"]) == [("INVALID", "input.id")]
