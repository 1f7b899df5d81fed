"""Grades through the API: posted once, by who teaches the section."""

from collections.abc import Callable
from typing import Any

import pytest

from schema.access.roles import Role
from tests.conftest import Database
from tests.graphql_api.conftest import Api
from tests.graphql_api.grading import POST, Course, make_draft, post, post_final
from tests.graphql_api.grading import course as course
from tests.graphql_api.grading import make_course as make_course
from tests.graphql_api.refusals import errors_of
from tests.graphql_api.trail import key_in, trail


def test_a_teacher_posts_a_final_grade(api: Api, database: Database, course: Course) -> None:
    posted = post_final(api, course, score="91.5", grade="A", comment="Well done")["result"]

    assert posted["postedAt"] is not None
    assert posted | {"id": "", "postedAt": ""} == {
        "id": "",
        "score": "91.50",
        "postedAt": "",
        "version": 1,
        "comment": "Well done",
        "grade": {"label": "A"},
        "lineItem": {"kind": "FINAL"},
    }
    left = trail(database, "result", posted["id"])
    assert (left.audited, left.told) == ([("post", None)], ["grade.posted"])


def test_a_draft_becomes_official(api: Api, database: Database, course: Course) -> None:
    draft = make_draft(database, course)

    posted = post(api, course, score="72", expectedVersion=1)["result"]

    assert (posted["id"], posted["score"], posted["version"]) == (draft, "72.00", 2)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({}, ("INVALID", "input.score")),
        ({"score": "12.345"}, ("INVALID", "input.score")),
        ({"score": "5", "comment": " "}, ("INVALID", "input.comment")),
        ({"score": "5", "expectedVersion": 1}, ("INVALID", "input.expectedVersion")),
        ({"score": "5", "studentId": "student_0"}, ("NOT_FOUND", "input.studentId")),
        ({"score": "5", "item": {"lineItemId": "line_item_0"}}, ("NOT_FOUND", "input.item")),
        ({"score": "5", "item": {"finalOfSectionId": "section_0"}}, ("NOT_FOUND", "input.item")),
    ],
)
def test_a_grade_that_cannot_be_is_refused_by_field(
    api: Api, course: Course, more: dict[str, Any], error: tuple[str, str]
) -> None:
    assert errors_of(post(api, course, **more)) == [error]


@pytest.mark.parametrize("score", ["-0.01", "100.01", "100000000"])
def test_a_score_outside_its_items_range_is_refused_with_the_range(
    api: Api, course: Course, score: str
) -> None:
    assert post(api, course, score=score)["userErrors"] == [
        {
            "__typename": "ScoreOutOfRange",
            "code": "SCORE_OUT_OF_RANGE",
            "path": ["input", "score"],
            "minScore": "0.00",
            "maxScore": "100.00",
        }
    ]


def test_a_grade_of_another_scale_is_refused_with_those_that_can_be(
    api: Api, course: Course
) -> None:
    refused = post_final(api, course, grade="1+")

    (error,) = refused["userErrors"]
    assert (error["code"], error["labels"]) == ("GRADE_NOT_OF_SCALE", ["A", "F"])


def test_a_final_score_alone_is_no_final_grade(api: Api, course: Course) -> None:
    assert errors_of(post_final(api, course, score="90")) == [("INVALID", "input.grade")]


def test_who_has_left_the_section_gets_no_grade(
    api: Api, database: Database, course: Course
) -> None:
    with database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE enrollment SET state = 'withdrawn' WHERE student_id = %s",
            (key_in(course.student),),
        )

    assert errors_of(post(api, course, score="5")) == [("NOT_ENROLLED", "input.studentId")]


def test_a_grade_is_posted_once(api: Api, course: Course) -> None:
    post(api, course, score="80")

    again = post(api, course, score="81")

    assert again["userErrors"] == [
        {
            "__typename": "AlreadyPosted",
            "code": "ALREADY_POSTED",
            "path": ["input", "item"],
            "result": {"score": "80.00"},
        }
    ]


def test_a_retried_grade_is_posted_once(api: Api, course: Course, fresh: str) -> None:
    first = post(api, course, score="80", idempotencyKey=fresh)

    assert first["userErrors"] == []
    assert post(api, course, score="80", idempotencyKey=fresh) == first


def test_a_teacher_grades_no_section_of_another(
    api: Api, make_course: Callable[[], Course]
) -> None:
    mine, theirs = make_course(), make_course()
    not_mine = post(api, mine, score="5", item={"lineItemId": theirs.essay})
    stranger = post(api, mine, score="5", studentId=theirs.student)

    assert errors_of(not_mine) == [("NOT_ENROLLED", "input.studentId")]
    assert errors_of(stranger) == [("NOT_FOUND", "input.studentId")]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.OPERATOR, Role.AUDITOR])
def test_who_may_not_grade_is_told_so(api: Api, course: Course, role: Role) -> None:
    given = {"studentId": course.student, "item": {"lineItemId": course.essay}, "score": "5"}

    answer = api(POST, {"input": given}, role=role)

    assert (answer.code, answer.message) == ("FORBIDDEN", "Your role may not post grades.")
