"""What related rows come to, and rows that are found by what their related rows are like."""

from decimal import Decimal
from typing import Any

import pytest

from schema.access.roles import Role
from schema.models import EnrollmentState
from tests import factories as make
from tests.conftest import Database
from tests.graphql_api.conftest import Api

COUNTS = """
query($id: ID!, $where: EnrollmentFilter) {
  section(by: {id: $id}) {
    all: enrollmentCount
    some: enrollmentCount(where: $where)
    waitlistLength
    lineItems { nodes { resultCount averageScore highestScore lowestScore } }
  }
}
"""


@pytest.fixture(scope="module")
def section(database: Database) -> dict[str, Any]:
    """A section of three students, one of whom waits; two have a score."""
    with database.owner_session() as session:
        made = make.make_section(session)
        students = [make.make_student(session, made.org) for _ in range(3)]
        item = make.make_line_item(session, made)
        make.make_line_item(session, made)
        for student in students[:2]:
            make.make_enrollment(session, student, made)
        waiting = {"state": EnrollmentState.WAITLISTED, "waitlisted_at": made.created_at}
        make.make_enrollment(session, students[2], made, **waiting)
        for student, score in zip(students, ("80", "81.01", None), strict=True):
            make.make_result(session, item, student, score=Decimal(score) if score else None)
        return {
            "id": f"section_{made.id}",
            "org": f"org_{made.org_id}",
            "students": [f"student_{student.id}" for student in students],
        }


def test_a_section_counts_who_takes_it_and_who_waits(api: Api, section: dict[str, Any]) -> None:
    active = {"state": {"eq": "ACTIVE"}}

    shown = api(COUNTS, {"id": section["id"], "where": active}, role=Role.ADMIN).data["section"]

    assert (shown["all"], shown["some"], shown["waitlistLength"]) == (3, 2, 1)


def test_an_average_is_of_the_scores_there_are(api: Api, section: dict[str, Any]) -> None:
    shown = api(COUNTS, {"id": section["id"]}, role=Role.ADMIN).data["section"]

    scored, empty = shown["lineItems"]["nodes"]
    assert scored == {
        "resultCount": 3,
        "averageScore": "80.51",  # 80.505: half goes up
        "highestScore": "81.01",
        "lowestScore": "80.00",
    }
    assert empty == {
        "resultCount": 0,
        "averageScore": None,
        "highestScore": None,
        "lowestScore": None,
    }


def test_what_one_may_not_see_is_not_counted(api: Api, section: dict[str, Any]) -> None:
    shown = api(COUNTS, {"id": section["id"]}, role=Role.STUDENT).data["section"]

    assert (shown["all"], shown["waitlistLength"]) == (0, 0)
    assert shown["lineItems"]["nodes"][0]["averageScore"] is None


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"enrollments": {"some": {}}}, (0, 1, 2)),
        ({"enrollments": {"none": {}}}, ()),
        ({"enrollments": {"some": {"state": {"eq": "WAITLISTED"}}}}, (2,)),
        ({"enrollments": {"none": {"state": {"eq": "WAITLISTED"}}}}, (0, 1)),
        ({"not": {"enrollments": {"none": {"state": {"eq": "WAITLISTED"}}}}}, (2,)),
        ({"results": {"some": {"score": {"gt": "80.5"}}}}, (1,)),
        ({"enrollments": {"some": {"section": {"course": {"title": {"eq": "Art"}}}}}}, ()),
        ({"enrollments": {"some": {"section": {"teachers": {"none": {}}}}}}, (0, 1, 2)),
        ({"standing": {"atRisk": {"eq": True}}}, ()),
        ({"enrollments": {"some": None}}, (0, 1, 2)),
    ],
)
def test_students_are_found_by_their_enrollments_and_results(
    api: Api, section: dict[str, Any], where: dict[str, Any], found: tuple[int, ...]
) -> None:
    asked = {"and": [{"orgId": {"eq": section["org"]}}, where]}

    answer = api(
        "query($where: StudentFilter) { students(where: $where) { nodes { id } } studentCount"
        "(where: $where) }",
        {"where": asked},
        role=Role.ADMIN,
    )

    ids = {row["id"] for row in answer.data["students"]["nodes"]}
    assert ids == {section["students"][i] for i in found}
    assert answer.data["studentCount"] == len(found)


def test_a_filter_tells_nothing_of_rows_one_may_not_see(api: Api, section: dict[str, Any]) -> None:
    query = "query($where: SectionFilter) { sections(where: $where) { nodes { id } } }"
    where = {"enrollments": {"some": {"studentId": {"eq": section["students"][0]}}}}

    seen = api(query, {"where": where}, role=Role.ADMIN).data["sections"]["nodes"]
    hidden = api(query, {"where": where}, role=Role.STUDENT).data["sections"]["nodes"]

    assert [row["id"] for row in seen] == [section["id"]]
    assert hidden == []
