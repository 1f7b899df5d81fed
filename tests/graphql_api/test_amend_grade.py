"""Grades through the API: amended with a reason, which covers one change."""

from typing import Any

import pytest

from schema.access.roles import Role
from tests.conftest import Database
from tests.graphql_api.conftest import Api
from tests.graphql_api.grading import Course, amend, make_draft, post, post_final
from tests.graphql_api.grading import course as course
from tests.graphql_api.grading import make_course as make_course
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.trail import trail


def test_an_amendment_keeps_what_was_there_before(
    api: Api, database: Database, course: Course
) -> None:
    result = post_final(api, course, score="91", grade="A", comment="Good")["result"]["id"]

    amended = amend(api, course, result, grade="F", comment=None, reason="Copied it all")

    assert amended["result"] == {
        "score": "91.00",
        "version": 2,
        "comment": None,
        "grade": {"label": "F"},
    }
    left = trail(database, "result", result)
    assert left.audited == [("post", None), ("grade.amended", "Copied it all")]
    assert left.changes[1]["comment"] == ["Good", None]  # type: ignore[index]
    assert left.told == ["grade.posted", "grade.amended"]


def test_an_amendment_that_changes_nothing_is_not_told(
    api: Api, database: Database, course: Course
) -> None:
    result = post(api, course, score="80")["result"]["id"]

    same = amend(api, course, result, score="80.0")

    assert same["result"]["version"] == 1
    assert trail(database, "result", result).told == ["grade.posted"]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"score": "101"}, ("SCORE_OUT_OF_RANGE", "input.score")),
        ({"score": None}, ("INVALID", "input.score")),
        ({"grade": "A"}, ("GRADE_NOT_OF_SCALE", "input.grade")),
        ({"score": "81", "reason": " "}, ("INVALID", "input.reason")),
        ({"score": "81", "expectedVersion": 7}, ("VERSION_CONFLICT", "input.expectedVersion")),
        ({"score": "81", "resultId": "result_0"}, ("NOT_FOUND", "input.resultId")),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_by_field(
    api: Api, course: Course, more: dict[str, Any], error: tuple[str, str]
) -> None:
    result = post(api, course, score="80")["result"]["id"]

    assert errors_of(amend(api, course, **{"result": result, **more})) == [error]


def test_a_draft_is_posted_and_not_amended(api: Api, database: Database, course: Course) -> None:
    draft = make_draft(database, course)

    assert errors_of(amend(api, course, draft, score="71")) == [("INVALID", "input.resultId")]


def test_one_reason_does_not_cover_the_next_change(api: Api, course: Course) -> None:
    result = post(api, course, score="80")["result"]["id"]
    both = """
    mutation($good: GradeAmendInput!, $bad: GradeAmendInput!) {
      good: gradeAmend(input: $good) { result { score } }
      bad: gradeAmend(input: $bad) { result { score } userErrors { code path } }
    }
    """
    good = {"resultId": result, "score": "81", "reason": "Misread"}
    bad = {"resultId": result, "score": "82", "reason": ""}

    answer = api(both, {"good": good, "bad": bad}, role=Role.TEACHER, subject=course.teacher)

    assert answer.data["good"]["result"] == {"score": "81.00"}
    assert errors_of(answer.data["bad"]) == [("INVALID", "input.reason")]
