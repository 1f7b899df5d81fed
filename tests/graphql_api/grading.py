"""Grading: a course with something to grade, and its teacher at the API."""

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
from tests.graphql_api.trail import key_in

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


def make_draft(database: Database, course: Course) -> str:
    """Make a result of the essay that is not official yet, and return its id."""
    with database.owner_session() as session:
        item = session.get_one(LineItem, key_in(course.essay))
        student = session.get_one(Student, key_in(course.student))
        return f"result_{make_result(session, item, student, score=70).id}"


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
