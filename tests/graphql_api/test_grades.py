"""Grades through the API: posted once, amended with a reason."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from schema.access.roles import Role
from schema.models import LineItem, LineItemKind, Org, Student
from tests.conftest import Database
from tests.factories import (
    make_caller,
    make_enrollment,
    make_grade,
    make_line_item,
    make_result,
    make_section,
    make_student,
    make_teacher,
)
from tests.graphql_api.conftest import Api
from tests.graphql_api.trail import key_in, trail

POST = """
mutation($input: GradePostInput!) {
  gradePost(input: $input) {
    result { id score postedAt version comment grade { label } lineItem { kind } }
    userErrors {
      __typename code path
      ... on ScoreOutOfRange { minScore maxScore }
      ... on GradeNotOfScale { labels }
      ... on AlreadyPosted { result { score } }
    }
  }
}
"""
AMEND = """
mutation($input: GradeAmendInput!) {
  gradeAmend(input: $input) {
    result { score version comment grade { label } }
    userErrors { __typename code path ... on VersionConflict { currentVersion } }
  }
}
"""


class Course(NamedTuple):
    """A section with one student, the teacher's subject and what can be graded."""

    section: str
    student: str
    teacher: str
    essay: str  # of at most 100 points, without a scale


@pytest.fixture
def make_course(database: Database) -> Callable[[], Course]:
    def make() -> Course:
        with database.owner_session() as session:
            org = session.query(Org).filter_by(sourced_id="org-school-1").one()
            section = make_section(session, org=org)
            student = make_student(session, org)
            make_enrollment(session, student, section)
            best = make_grade(session, "A")
            make_grade(session, "F", best.grade_scale).points = Decimal(0)
            final = {"kind": LineItemKind.FINAL, "grade_scale": best.grade_scale}
            make_line_item(session, section, **final)
            essay = make_line_item(session, section)
            teacher = make_caller(session, Role.TEACHER, staff=make_teacher(session, section))
            return Course(
                f"section_{section.id}",
                f"student_{student.id}",
                teacher.subject,
                f"line_item_{essay.id}",
            )

    return make


@pytest.fixture
def course(make_course: Callable[[], Course]) -> Course:
    return make_course()


def post(api: Api, course: Course, **more: Any) -> dict[str, Any]:
    """Post a result as the course's teacher: of the essay, unless the input says otherwise."""
    given = {"studentId": course.student, "item": {"lineItemId": course.essay}} | more
    answer = api(POST, {"input": given}, role=Role.TEACHER, subject=course.teacher)
    posted: dict[str, Any] = answer.data["gradePost"]
    return posted


def post_final(api: Api, course: Course, **more: Any) -> dict[str, Any]:
    return post(api, course, **{"item": {"finalOfSectionId": course.section}, **more})


def amend(api: Api, course: Course, result: str, **more: Any) -> dict[str, Any]:
    given = {"resultId": result, "reason": "Misread"} | more
    answer = api(AMEND, {"input": given}, role=Role.TEACHER, subject=course.teacher)
    amended: dict[str, Any] = answer.data["gradeAmend"]
    return amended


def errors_of(payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(error["code"], ".".join(error["path"])) for error in payload["userErrors"]]


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
    with database.owner_session() as session:
        item = session.get_one(LineItem, key_in(course.essay))
        student = session.get_one(Student, key_in(course.student))
        draft = f"result_{make_result(session, item, student, score=70).id}"

    posted = post(api, course, score="72", expectedVersion=1)["result"]

    assert (posted["id"], posted["score"], posted["version"]) == (draft, "72.00", 2)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({}, ("INVALID", "input.score")),
        ({"score": "12.345"}, ("INVALID", "input.score")),
        ({"score": "5", "comment": " "}, ("INVALID", "input.comment")),
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
    with database.owner_session() as session:
        item = session.get_one(LineItem, key_in(course.essay))
        student = session.get_one(Student, key_in(course.student))
        draft = f"result_{make_result(session, item, student, score=70).id}"

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


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.OPERATOR, Role.AUDITOR])
def test_who_may_not_grade_is_told_so(api: Api, course: Course, role: Role) -> None:
    given = {"studentId": course.student, "item": {"lineItemId": course.essay}, "score": "5"}

    answer = api(POST, {"input": given}, role=role)

    assert (answer.code, answer.message) == ("FORBIDDEN", "Your role may not post grades.")
