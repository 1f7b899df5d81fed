"""What is withheld of a student who keeps out of the directory, an integration cannot find out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from graphql_api.student.filters import StudentOrderField
from schema.access.caller import Caller
from schema.access.roles import Role
from schema.access.withheld import SHOWN_IF
from schema.models import Account, Student
from tests.conftest import Database
from tests.factories import (
    make_caller,
    make_enrollment,
    make_org,
    make_section,
    make_student,
    make_teacher,
    word,
)
from tests.graphql_api.askers import ask
from tests.graphql_api.conftest import Api

WITHHELD = ["email", "birthDate", "gradeLevel"]
FIELDS = "id name studentNumber directoryOptOut email birthDate gradeLevel redactions"
COUNT = "query($w: StudentFilter) { studentCount(where: $w) }"


@dataclass(frozen=True)
class District:
    """Out keeps out of the directory and In does not; both are in one section."""

    ids: dict[str, str]
    email: dict[str, str]
    section: str
    callers: dict[str, Caller]

    def filters(self, whose: str) -> list[dict[str, Any]]:
        """Return filters that the values of a student match, and those of no other here."""
        email, year = self.email[whose], {"out": 11, "in": 9}[whose]
        return [
            {"email": {"eq": email}},
            {"email": {"in": [email.upper()]}},
            {"email": {"startsWith": email[:12]}},
            {"gradeLevel": {"eq": year}},
            {"gradeLevel": {"gte": year, "lte": year}},
        ]


@pytest.fixture(scope="module")
def district(database: Database) -> District:
    with database.owner_session() as session:
        org = make_org(session)
        section = make_section(session, org)
        teacher = make_caller(session, Role.TEACHER, staff=make_teacher(session, section))
        students = {}
        for name, year in (("out", 11), ("in", 9)):
            students[name] = make_student(
                session,
                org,
                given_name=name,
                email=f"{word(name)}@example.org",
                birth_date=date(2010, 5, 17),
                grade_level=year,
                directory_opt_out=name == "out",
            )
            make_enrollment(session, students[name], section)
        integration = make_caller(session, Role.REGISTRAR, org=org)
        session.query(Account).filter_by(subject=integration.subject).one().integration = True
        callers = {
            "integration": integration,
            "registrar": make_caller(session, Role.REGISTRAR, org=org),
            "operator": make_caller(session, Role.OPERATOR, org=org),
            "teacher": teacher,
            "student": make_caller(session, Role.STUDENT, student=students["out"]),
            "guardian": make_caller(session, Role.GUARDIAN, wards=(students["out"],)),
            "admin": make_caller(session, Role.ADMIN),
        }
        return District(
            {name: f"student_{student.id}" for name, student in students.items()},
            {name: str(student.email) for name, student in students.items()},
            f"section_{section.id}",
            callers,
        )


OPT_IN = """
mutation($input: StudentUpdateInput!) {
  studentUpdate(input: $input) { student { email directoryOptOut } userErrors { code path } }
}
"""
PEOPLE = ("registrar", "operator", "teacher", "student", "guardian", "admin")
WAYS = {
    "student": f"query($id: ID!) {{ found: student(by: {{id: $id}}) {{ {FIELDS} }} }}",
    "node": f"query($id: ID!) {{ found: node(id: $id) {{ ... on Student {{ {FIELDS} }} }} }}",
    "nodes": f"query($id: ID!) {{ found: nodes(ids: [$id]) {{ ... on Student {{ {FIELDS} }} }} }}",
    "list": f"{{ found: students(first: 100) {{ nodes {{ {FIELDS} }} }} }}",
    "edges": f"{{ found: students(first: 100) {{ edges {{ node {{ {FIELDS} }} }} }} }}",
    "section": f"""query($section: ID!) {{
        found: section(by: {{id: $section}}) {{
            enrollments {{ nodes {{ student {{ {FIELDS} }} }} }} }} }}""",
    "python": f"""query($id: ID!) {{
        systemHealth {{ status }} found: student(by: {{id: $id}}) {{ {FIELDS} }} }}""",
}


def shown(district: District, api: Api, who: str, way: str, whose: str) -> dict[str, Any]:
    """Return a student's fields, wherever in the answer they stand."""
    query, id_ = WAYS[way], district.ids[whose]
    given = {"id": id_, "section": district.section}
    answer = ask(
        api, district.callers[who], query, {k: v for k, v in given.items() if f"${k}" in query}
    )
    (found,) = [each for each in objects(answer.data["found"]) if each.get("id") == id_]
    return found


def objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for item in value for found in objects(item)]
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in objects(item))]
    return []


@pytest.mark.parametrize("way", WAYS)
def test_an_integration_sees_who_it_is_and_what_is_kept_from_it(
    api: Api, district: District, way: str
) -> None:
    out = shown(district, api, "integration", way, "out")
    other = shown(district, api, "integration", way, "in")

    assert out["name"] == "out Lovelace"
    assert {field: out[field] for field in WITHHELD} == dict.fromkeys(WITHHELD)
    assert out["redactions"] == WITHHELD
    assert (other["email"], other["gradeLevel"]) == (district.email["in"], 9)
    assert (other["birthDate"], other["redactions"]) == ("2010-05-17", [])


@pytest.mark.parametrize("way", ["student", "nodes", "list", "python"])
@pytest.mark.parametrize("who", PEOPLE)
def test_people_see_all_of_a_student_whom_they_may_see(
    api: Api, district: District, who: str, way: str
) -> None:
    if who == "admin" and way == "list":
        way = "node"  # an admin's list is the whole demo

    out = shown(district, api, who, way, "out")

    assert (out["email"], out["gradeLevel"]) == (district.email["out"], 11)
    assert (out["birthDate"], out["redactions"]) == ("2010-05-17", [])


def test_a_withheld_address_is_no_key(api: Api, district: District) -> None:
    look_up = "query($by: StudentBy!) { student(by: $by) { id } }"

    for who, whose, found in (
        ("integration", "out", None),
        ("integration", "in", {"id": district.ids["in"]}),
        ("registrar", "out", {"id": district.ids["out"]}),
    ):
        by = {"email": district.email[whose]}
        assert ask(api, district.callers[who], look_up, {"by": by}).data["student"] == found


@pytest.mark.parametrize("filter_", range(5))
def test_a_filter_takes_a_withheld_value_for_none(
    api: Api, district: District, filter_: int
) -> None:
    page = """query($w: StudentFilter) {
        students(where: $w) { nodes { id } totalCount { value } } studentCount(where: $w) }"""

    for who, whose, count in (
        ("integration", "out", 0),
        ("integration", "in", 1),
        ("registrar", "out", 1),
    ):
        asked = district.filters(whose)[filter_]
        for where, expected in ((asked, count), ({"not": asked}, 2 - count)):
            data = ask(api, district.callers[who], page, {"w": where}).data
            assert len(data["students"]["nodes"]) == expected
            assert data["students"]["totalCount"]["value"] == data["studentCount"] == expected


@pytest.mark.parametrize("field", ["email", "gradeLevel"])
def test_who_asks_for_no_value_finds_the_withheld_ones(
    api: Api, district: District, field: str
) -> None:
    none = {"w": {field: {"eq": None}}}

    assert ask(api, district.callers["integration"], COUNT, none).data["studentCount"] == 1
    assert ask(api, district.callers["registrar"], COUNT, none).data["studentCount"] == 0


def test_a_filter_from_another_record_knows_no_more(api: Api, district: District) -> None:
    query = "query($w: EnrollmentFilter) { enrollments(where: $w) { totalCount { value } } }"

    for who, expected in (("integration", 0), ("registrar", 1)):
        where = {"student": {"email": {"eq": district.email["out"]}}}
        data = ask(api, district.callers[who], query, {"w": where}).data
        assert data["enrollments"]["totalCount"]["value"] == expected


def test_no_list_is_in_the_order_of_a_withheld_value() -> None:
    # A page's order is in its cursors, and its rows would tell the value by their places.
    withheld = {c.key for c in Student.__table__.columns if SHOWN_IF in c.info}

    assert withheld == {"email", "birth_date", "grade_level"}
    assert withheld.isdisjoint(field.value for field in StudentOrderField)


def test_a_change_is_read_back_with_the_same_eyes(api: Api, district: District) -> None:
    update = f"""mutation($i: StudentUpdateInput!) {{
        studentUpdate(input: $i) {{ student {{ {FIELDS} }} userErrors {{ code }} }} }}"""
    change = {"i": {"id": district.ids["out"], "familyName": "Lovelace"}}

    data = ask(api, district.callers["integration"], update, change).data["studentUpdate"]

    assert data["student"]["redactions"] == WITHHELD
    assert (data["student"]["email"], data["userErrors"]) == (None, [])


@pytest.mark.parametrize("who", ["integration", *PEOPLE])
def test_the_database_knows_who_is_an_integration(
    database: Database, district: District, who: str
) -> None:
    with database.connect_as(district.callers[who]) as connection:
        assert connection.scalar(text("SELECT app.integration()")) is (who == "integration")


def test_who_has_no_account_in_force_is_shown_no_more_than_one(
    database: Database, district: District
) -> None:
    subject = district.callers["integration"].subject

    for caller in (Caller("nobody", Role.REGISTRAR), Caller(subject, Role.OPERATOR)):
        with database.connect_as(caller) as connection:
            assert connection.scalar(text("SELECT app.integration()")) is True


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRAR}))
def test_an_integration_has_no_role_that_reads_past_it(database: Database, role: Role) -> None:
    with (
        pytest.raises(IntegrityError, match="account_integration_is_no_person"),
        database.owner_session() as session,
    ):
        session.add(Account(subject=word("subject"), role=role, integration=True))


@pytest.mark.parametrize("wish", [False, None])
def test_an_integration_cannot_take_an_opt_out_back(
    district: District, api: Api, wish: bool | None
) -> None:
    asked = {"input": {"id": district.ids["out"], "directoryOptOut": wish}}

    refused = ask(api, district.callers["integration"], OPT_IN, asked).data["studentUpdate"]

    error = {"code": "INVALID", "path": ["input", "directoryOptOut"]}
    assert refused == {"student": None, "userErrors": [error]}


def test_the_office_takes_an_opt_out_back_and_an_integration_sets_it(
    district: District, api: Api
) -> None:
    id_ = district.ids["out"]
    office, integration = district.callers["registrar"], district.callers["integration"]

    back = ask(api, office, OPT_IN, {"input": {"id": id_, "directoryOptOut": False}})
    out = ask(api, integration, OPT_IN, {"input": {"id": id_, "directoryOptOut": True}})

    shown = [answer.data["studentUpdate"]["student"] for answer in (back, out)]
    assert shown == [
        {"email": district.email["out"], "directoryOptOut": False},
        {"email": None, "directoryOptOut": True},
    ]
