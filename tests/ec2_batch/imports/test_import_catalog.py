"""Courses, sections and staff from files: added, brought up to date, refused with what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from schema.formats.sections import DEFAULT_CAPACITY
from schema.models import GradeScale, Org
from tests.ec2_batch.conftest import School
from tests.factories import (
    make_course,
    make_enrollment,
    make_section,
    make_staff,
    make_term,
    word,
)

COURSES = "SELECT * FROM course WHERE org_id = :org ORDER BY code"
SECTIONS = "SELECT * FROM section WHERE org_id = :org ORDER BY code"
STAFF = "SELECT * FROM staff WHERE org_id = :org ORDER BY given_name"


def counts(job: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return how many rows were created, updated, unchanged and rejected."""
    kinds = ("created", "updated", "unchanged", "rejected")
    created, updated, unchanged, rejected = (job[f"rows_{kind}"] for kind in kinds)
    return created, updated, unchanged, rejected


@pytest.fixture
def scale(school: School) -> str:
    """The name of a grade scale."""
    with school.database.owner_session() as session:
        made = GradeScale(name=word("Letters"))
        session.add(made)
        session.flush()
        return made.name


def test_courses_are_added_and_brought_up_to_date(school: School, scale: str) -> None:
    header = "Course Number;Course Name;Credit Hours;Grading Scale\n"
    first = school.run(
        f"{header}BIO-101;Biology;1.00;{scale}\nART-1;Art, for all;;\n", name="courses.csv"
    )
    second = school.run(f"{header}BIO-101;Biology I;1.00;{scale}\nART-1;Art, for all;;\n")

    assert school.issues(first["id"]) == []
    assert (first["format"], counts(first)) == ("courses", (2, 0, 0, 0))
    assert counts(second) == (0, 1, 1, 0)
    art, biology = school.rows(COURSES)
    assert (art["title"], str(art["credits"]), art["grade_scale_id"]) == (
        "Art, for all",
        "0.00",
        None,
    )
    assert (biology["title"], str(biology["credits"])) == ("Biology I", "1.00")
    assert biology["grade_scale_id"] is not None
    assert biology["version"] == 2


def test_a_course_is_put_out_of_use_and_nothing_else_of_it_changes(school: School) -> None:
    with school.database.owner_session() as session:
        made = make_course(session, session.get_one(Org, school.org_id), code="BIO-101")
        before = made.sourced_id

    job = school.run("code,title,status\nBIO-101,Biology,inactive\n")

    assert counts(job) == (0, 1, 0, 0)
    [course] = school.rows(COURSES)
    assert (course["status"], course["sourced_id"], str(course["credits"])) == (
        "inactive", before, "1.00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "code", "words"),
    [
        ("BIO-101,Biology,1;5,active,", "credits", "INVALID_NUMBER", "digits 0 to 9"),
        ("BIO-101,Biology,100,active,", "credits", "OUT_OF_RANGE", "from 0 to 99.99"),
        ("BIO-101,Biology,1.005,active,", "credits", "TOO_FINE", "decimals"),
        ("BIO-101,Biology,1,actve,", "status", "UNKNOWN_VALUE", "Did you mean “active”?"),
        ("BIO-101,,1,active,", "title", "REQUIRED", "needs a value"),
        (",Biology,1,active,", "code", "REQUIRED", "needs a value"),
        ("BIO-101,Biology,1,active,Leters", "grade_scale", "UNKNOWN_GRADE_SCALE", "grade scale"),
    ],
)
def test_a_course_that_cannot_be_is_refused(
    school: School, row: str, column: str, code: str, words: str
) -> None:
    job = school.run(f"code,title,credits,status,grade_scale\n{row}\nART-1,Art,1,active,\n")

    assert counts(job) == (1, 0, 0, 1)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["column_name"], issue["code"]) == (2, column, code)
    assert words in issue["message"]


def test_two_rows_about_one_course_are_one_too_many(school: School) -> None:
    job = school.run("code,title\nBIO-101,Biology\nBIO-101,Zoology\n")

    assert counts(job) == (1, 0, 0, 1)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"]) == (3, "DUPLICATE_ID")


def test_a_code_of_another_course_cannot_be_taken(school: School) -> None:
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        make_course(session, org, code="BIO-101")
        other = make_course(session, org, code="BIO-102").sourced_id

    job = school.run(f"sourced_id,code,title\n{other},BIO-101,Biology\n")

    [issue] = school.issues(job["id"])
    assert (issue["code"], issue["column_name"], issue["value"]) == (
        "CODE_TAKEN",
        "code",
        "BIO-101",
    )


def test_staff_are_added_and_brought_up_to_date(school: School) -> None:
    address = f"{word('miriam')}@example.org"
    with school.database.owner_session() as session:
        make_staff(
            session, session.get_one(Org, school.org_id), given_name="Bo", email=f"b{address}"
        )
    header = "Teacher Name,Teacher Email,Job Title\n"

    first = school.run(f'{header}"Okafor, Miriam",{address},Teacher\nBo,B{address},\n')
    second = school.run(f'{header}"Okafor, Miriam",{address.upper()},Head of Science\n')

    assert school.issues(first["id"]) == []
    assert (first["format"], counts(first)) == ("staff", (1, 1, 0, 0))
    assert counts(second) == (0, 1, 0, 0)
    bo, miriam = school.rows(STAFF)
    assert (bo["email"], bo["family_name"]) == (f"B{address}", None)
    assert (miriam["family_name"], miriam["title"]) == ("Okafor", "Head of Science")


def test_another_schools_staff_stay_as_they_are(school: School) -> None:
    address = f"{word('t')}@example.org"
    with school.database.owner_session() as session:
        make_staff(session, email=address)

    job = school.run(f"staff id,name,email\nT-1,Miriam Okafor,{address}\n")

    [issue] = school.issues(job["id"])
    assert issue["code"] == "NOT_YOURS"
    assert school.rows(STAFF) == []


def test_a_plan_says_which_rows_are_about_another_schools_records(
    make_school: Callable[[], School],
) -> None:
    school, elsewhere = make_school(), make_school()
    taken = word("course")
    elsewhere.run(f"sourced_id,code,title\n{taken},BIO-101,Biology\n", name="courses.csv")

    job = school.run(
        f"sourced_id,code,title\n{taken},BIO-101,Zoology\n{word('course')},ART-1,Art\n",
        name="courses.csv",
        auto_apply=False,
    )

    [plan] = job["plan"]
    assert (plan["create"], plan["update"], plan["rejected"]) == (1, 0, 1)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"]) == (2, "NOT_YOURS")


def test_who_has_neither_id_nor_address_is_refused(school: School) -> None:
    job = school.run("name,staff email\nMiriam Okafor,\n")

    [issue] = school.issues(job["id"])
    assert (issue["code"], issue["column_name"]) == ("REQUIRED", "staff email")


def test_the_same_file_is_another_schools_too(make_school: Callable[[], School]) -> None:
    schools = make_school(), make_school()
    data = "code,title\nBIO-101,Biology\n"

    jobs = [school.run(data) for school in schools]

    assert [counts(job) for job in jobs] == [(1, 0, 0, 0)] * 2
    assert [len(school.rows(COURSES)) for school in schools] == [1, 1]


@dataclass(frozen=True)
class Taught:
    """A course of a school, and a term."""

    code: str
    term: str  # by title


@pytest.fixture
def taught(school: School) -> Taught:
    with school.database.owner_session() as session:
        course = make_course(session, session.get_one(Org, school.org_id), title="Biology")
        return Taught(course.code, make_term(session).title)


def test_sections_are_added_and_brought_up_to_date(school: School, taught: Taught) -> None:
    header = "Section Number,Course Number,Term Name,Class Name,Max Enrollment\n"
    rows = f"1,{taught.code},{taught.term},,\n2,{taught.code},{taught.term},Late birds,12\n"

    first = school.run(header + rows)
    second = school.run(header + rows.replace(",12", ",14"))

    assert school.issues(first["id"]) == []
    assert (first["format"], counts(first)) == ("sections", (2, 0, 0, 0))
    assert counts(second) == (0, 1, 1, 0)
    plain, late = school.rows(SECTIONS)
    assert (plain["title"], plain["capacity"]) == ("Biology", DEFAULT_CAPACITY)
    assert (late["title"], late["capacity"]) == ("Late birds", 14)


def test_a_section_keeps_its_seats_where_a_file_says_nothing_of_them(
    school: School, taught: Taught
) -> None:
    row = f"1,{taught.code},{taught.term}"
    school.run(f"section,course,term,capacity\n{row},20\n")

    again = school.run(f"section,course,term\n{row}\n")

    assert counts(again) == (0, 0, 1, 0)
    assert [section["capacity"] for section in school.rows(SECTIONS)] == [20]


def test_students_keep_their_seats_when_a_file_takes_some_away(school: School) -> None:
    with school.database.owner_session() as session:
        section = make_section(session, session.get_one(Org, school.org_id), capacity=2)
        for _ in range(2):
            make_enrollment(session, section=section)
        known = f"{section.code},{section.course.code},{section.academic_session.title}"

    job = school.run(f"section,course,term,capacity\n{known},1\n")

    [issue] = school.issues(job["id"])
    assert (issue["code"], issue["column_name"]) == ("CAPACITY_BELOW_SEATS", "capacity")
    assert [section["capacity"] for section in school.rows(SECTIONS)] == [2]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("course", "BIO-10l", "UNKNOWN_COURSE"),
        ("term", "Autumn", "UNKNOWN_TERM"),
        ("capacity", "-1", "OUT_OF_RANGE"),
        ("capacity", "a few", "INVALID_NUMBER"),
        ("last_day_to_drop", "soon", "INVALID_DATE"),
        ("course", "", "REQUIRED"),
    ],
)
def test_a_section_that_cannot_be_is_refused(
    school: School, taught: Taught, column: str, value: str, code: str
) -> None:
    good = {"code": "1", "course": taught.code, "term": taught.term, "capacity": "2",
            "last_day_to_drop": "2026-09-11"}  # fmt: skip
    row = good | {column: value}

    job = school.run(f"{','.join(row)}\n{','.join(row.values())}\n")

    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["column_name"], issue["code"]) == (2, column, code)


def test_a_title_of_two_courses_names_neither(school: School, taught: Taught) -> None:
    with school.database.owner_session() as session:
        make_course(session, session.get_one(Org, school.org_id), title="Biology")

    job = school.run(f"section,course,term\n1,Biology,{taught.term}\n")

    [issue] = school.issues(job["id"])
    assert issue["code"] == "AMBIGUOUS_COURSE"
    assert "sourced id" in issue["message"]
