"""enrollments.csv: places of students in sections, by whatever key names the two."""

from collections.abc import Callable

import pytest

from schema.models import Org, Section, Student
from schema.models.base import RecordStatus
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.places import events, file_of, open_class, states
from tests.ec2_batch.imports.test_import_catalog import counts
from tests.factories import make_enrollment, make_section, make_student, make_term, word


def test_students_are_enrolled_and_whoever_is_there_already_stays(school: School) -> None:
    taken = open_class(school)
    data = file_of(taken, "active", "waitlisted", "completed", "withdrawn")

    first = school.run(data, name="enrollments.csv")
    second = school.run(data.replace("waitlisted", "Active"))

    assert school.issues(first["id"]) == []
    assert (first["format"], counts(first)) == ("enrollments", (4, 0, 0, 0))
    assert counts(second) == (0, 1, 3, 0)
    assert states(school) == ["active", "active", "completed", "withdrawn"]
    assert events(school) == {
        "enrollment.created": 1,
        "enrollment.waitlisted": 1,
        "enrollment.completed": 1,
        "enrollment.promoted": 1,
    }


def test_a_file_that_is_imported_again_is_passed_by(school: School) -> None:
    taken = open_class(school)
    data = file_of(taken, "active", "waitlisted")
    school.run(data)
    before = sums(school.database), events(school)

    again = school.run(data)

    assert counts(again) == (0, 0, 2, 0)
    assert (sums(school.database), events(school)) == before


@pytest.mark.parametrize("key", ["sourced_id", "student_number", "email"])
def test_a_student_is_found_by_every_key_there_is(school: School, key: str) -> None:
    taken = open_class(school)
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        student = make_student(session, org, email=f"{word('ada')}@example.org")
        name = getattr(student, key)

    job = school.run(f"student,section\n{name.upper() if key == 'email' else name},{taken.code}\n")

    assert counts(job) == (1, 0, 0, 0)
    assert states(school) == ["active"]


@pytest.mark.parametrize("key", ["code", "sourced_id"])
def test_a_section_is_found_by_code_and_by_id(school: School, key: str) -> None:
    taken = open_class(school)

    job = school.run(f"student,class\n{taken.students[0]},{getattr(taken, key)}\n")

    assert counts(job) == (1, 0, 0, 0)


def test_a_code_that_comes_again_every_term_needs_the_term(school: School) -> None:
    taken = open_class(school)
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        make_section(session, org, make_term(session)).code = taken.code
    student, other = taken.students[:2]

    job = school.run(
        f"student,section,term\n{student},{taken.code},\n{other},{taken.code},{taken.term}\n"
    )

    assert counts(job) == (1, 0, 0, 1)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"]) == (2, "AMBIGUOUS_SECTION")
    assert "which term" in issue["message"]


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("BIO-101", "BIO-10l"),
        ("BIO-101", "BIO 101"),
        ("BIO-101", "BIO-1O1"),
        ("BIO-101", "BIO-110"),
    ],
)
def test_an_unknown_section_is_told_which_one_may_be_meant(
    school: School, known: str, written: str
) -> None:
    taken = open_class(school)
    with school.database.owner_session() as session:
        session.query(Section).filter_by(code=taken.code).one().code = known

    job = school.run(f"student,section\n{taken.students[0]},{written}\n")

    [issue] = school.issues(job["id"])
    assert (issue["code"], issue["column_name"], issue["value"]) == (
        "UNKNOWN_SECTION", "section", written,
    )  # fmt: skip
    assert issue["message"] == f"“{written}” is not a section of yours. Did you mean “{known}”?"


def test_an_unknown_student_is_told_of_a_look_alike_and_of_no_neighbour(school: School) -> None:
    taken = open_class(school)
    number = f"{word('N')}0"
    with school.database.owner_session() as session:
        make_student(session, session.get_one(Org, school.org_id), student_number=number)

    job = school.run(f"student,section\n{number[:-1]}O,{taken.code}\n{number[:-1]}4,{taken.code}\n")

    alike, neighbour = school.issues(job["id"])
    assert {alike["code"], neighbour["code"]} == {"UNKNOWN_STUDENT"}
    assert alike["message"].endswith(f"Did you mean “{number}”?")
    assert neighbour["message"].endswith("is not a student of yours.")


def test_nobody_is_enrolled_in_another_schools_section(
    school: School, make_school: Callable[[], School]
) -> None:
    taken, elsewhere = open_class(school), open_class(make_school())

    job = school.run(f"student,section\n{taken.students[0]},{elsewhere.sourced_id}\n")

    assert [issue["code"] for issue in school.issues(job["id"])] == ["UNKNOWN_SECTION"]


def test_who_left_comes_back_under_another_id_and_keeps_the_first(school: School) -> None:
    taken = open_class(school)
    header, student = "sourced_id,student,section,state\n", taken.students[0]
    first, second = word("e"), word("e")
    school.run(f"{header}{first},{student},{taken.code},withdrawn\n")

    job = school.run(
        f"{header}{first},{student},{taken.code},withdrawn\n"
        f"{second},{student},{taken.code},active\n"
    )

    assert counts(job) == (1, 0, 1, 0)
    assert states(school) == ["withdrawn", "active"]


def test_who_left_comes_back_to_the_same_place_where_a_file_has_no_ids(school: School) -> None:
    taken = open_class(school)
    school.run(file_of(taken, "withdrawn"))

    silent = school.run(f"student,section\n{taken.students[0]},{taken.code}\n")
    assert (counts(silent), states(school)) == ((0, 0, 1, 0), ["withdrawn"])
    job = school.run(file_of(taken, "active"))

    assert (counts(job), states(school)) == ((0, 1, 0, 0), ["active"])
    assert events(school) == {"enrollment.created": 1}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("state", "enroled", "UNKNOWN_VALUE"),
        ("begin_date", "2026-08-23", "OUTSIDE_TERM"),
        ("end_date", "2026-08-23", "DATES_OUT_OF_ORDER"),
        ("term", "Autumn", "UNKNOWN_TERM"),
        ("student", "", "REQUIRED"),
        ("student", "inactive", "STUDENT_LEFT"),
        ("section", "inactive", "SECTION_CLOSED"),
        ("sourced_id", "known", "OTHER_PLACE"),
    ],
)
@pytest.mark.parametrize("auto_apply", [True, False])
def test_an_enrollment_that_cannot_be_is_refused(
    school: School, column: str, value: str, code: str, auto_apply: bool
) -> None:
    taken = open_class(school)
    known = word("e")
    with school.database.owner_session() as session:
        section = session.query(Section).filter_by(code=taken.code).one()
        if code == "STUDENT_LEFT":
            left = session.query(Student).filter_by(student_number=taken.students[0]).one()
            left.status, value = RecordStatus.INACTIVE, taken.students[0]
        if code == "SECTION_CLOSED":
            section.status, value = RecordStatus.INACTIVE, taken.sourced_id
        if code == "OTHER_PLACE":
            make_enrollment(session, section=section, sourced_id=known)
            value = known
    good = {"sourced_id": word("e"), "student": taken.students[0], "section": taken.code,
            "term": taken.term, "state": "active", "begin_date": "2026-08-25",
            "end_date": "2026-12-01"}  # fmt: skip
    row = good | {column: value}

    job = school.run(f"{','.join(row)}\n{','.join(row.values())}\n", auto_apply=auto_apply)

    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"]) == (2, code)
    assert job["rows_rejected"] == 1


def test_two_names_of_one_student_are_one_row_too_many(school: School) -> None:
    taken = open_class(school)
    number = taken.students[0]
    with school.database.owner_session() as session:
        key = session.query(Student).filter_by(student_number=number).one().sourced_id

    job = school.run(
        f"student,section\n{number},{taken.code}\n{key},{taken.code}\n{number},{taken.code}\n"
    )

    assert counts(job) == (1, 0, 0, 2)
    assert [(i["line"], i["code"]) for i in school.issues(job["id"])] == [
        (3, "DUPLICATE_ROW"), (4, "DUPLICATE_ROW"),
    ]  # fmt: skip
