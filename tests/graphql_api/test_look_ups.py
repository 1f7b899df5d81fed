"""Every kind of record is found by each of its keys, and listed in pages."""

from typing import Any

import pytest

from schema.access.roles import Role
from tests import factories as make
from tests.conftest import Database
from tests.graphql_api.conftest import Api

LISTS = (
    "students",
    "staff",
    "courses",
    "sections",
    "enrollments",
    "academicSessions",
    "orgs",
    "gradeScales",
)


@pytest.mark.parametrize(
    ("root", "list_"),
    [
        ("staffMember", "staff"),
        ("academicSession", "academicSessions"),
        ("org", "orgs"),
        ("gradeScale", "gradeScales"),
        ("enrollment", "enrollments"),
        ("course", "courses"),
        ("section", "sections"),
        ("student", "students"),
    ],
)
def test_a_record_is_found_by_its_id_and_by_its_sourced_id(api: Api, root: str, list_: str) -> None:
    listed = api(f"{{ {list_}(first: 1) {{ nodes {{ id sourcedId }} }} }}")
    (row,) = listed.data[list_]["nodes"]

    for by in ("id", "sourcedId"):
        found = api(f'{{ found: {root}(by: {{{by}: "{row[by]}"}}) {{ id }} }}')

        assert found.data == {"found": {"id": row["id"]}}


@pytest.mark.parametrize("list_", LISTS)
def test_a_list_read_in_pages_is_the_list(api: Api, list_: str) -> None:
    query = (
        f"query($after: String) {{ page: {list_}(first: 7, after: $after)"
        " { nodes { id } pageInfo { endCursor hasNextPage } } }"
    )
    paged: list[str] = []
    after: Any = None
    for _ in range(3):
        page = api(query, {"after": after}).data["page"]
        paged += [row["id"] for row in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    whole = api(f"{{ page: {list_}(first: 21) {{ nodes {{ id }} }} }}").data["page"]["nodes"]

    assert paged == [row["id"] for row in whole]


def test_a_code_names_a_course_within_its_school_only(api: Api, database: Database) -> None:
    with database.owner_session() as session:
        course, other = make.make_course(session), make.make_course(session)
        other.code = course.code
        session.flush()
        school, key = f"org_{course.org_id}", course.id
        code = course.code

    found = api(
        "query($school: ID!, $code: String!)"
        " { course(by: {code: {orgId: $school, code: $code}}) { id } }",
        {"school": school, "code": code},
    )

    assert found.data == {"course": {"id": f"course_{key}"}}


def test_staff_are_found_however_their_address_is_written(api: Api, database: Database) -> None:
    with database.owner_session() as session:
        address = f"{make.word('Maria')}@School.example"
        key = make.make_staff(session, email=address).id

    found = api(
        "query($email: EmailAddress!) { staffMember(by: {email: $email}) { id } }",
        {"email": address.upper()},
    )

    assert found.data == {"staffMember": {"id": f"staff_{key}"}}


def test_a_grade_scale_shows_its_grades(api: Api, database: Database) -> None:
    with database.owner_session() as session:
        entry = make.make_grade(session, "A")
        make.make_grade(session, "B", entry.grade_scale)
        key = entry.grade_scale_id

    found = api(
        "query($id: ID!) { gradeScale(by: {id: $id}) { entries { nodes { label points } } } }",
        {"id": f"grade_scale_{key}"},
    )

    grades = found.data["gradeScale"]["entries"]["nodes"]
    assert grades == [{"label": "A", "points": "4.00"}, {"label": "B", "points": "4.00"}]


def test_a_student_sees_no_enrollments_but_their_own(api: Api) -> None:
    own = api("{ enrollments(first: 100) { nodes { student { id } } } }", role=Role.STUDENT)
    viewer = api("{ viewer { student { id } } }", role=Role.STUDENT).data["viewer"]

    shown = [row["student"] for row in own.data["enrollments"]["nodes"]]
    assert shown
    assert all(student == viewer["student"] for student in shown)


@pytest.mark.parametrize("number", ["1E+100000", "1E-100000", "NaN", "Infinity"])
def test_a_number_that_no_column_could_hold_is_refused(api: Api, number: str) -> None:
    answer = api(
        "query($most: Decimal) { courses(where: {credits: {lt: $most}}) { nodes { id } } }",
        {"most": number},
    )

    assert answer.code == "BAD_USER_INPUT"
