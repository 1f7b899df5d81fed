"""A student has one number, one mail box and a name that sorts."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from schema.models import Student
from tests.factories import make_staff, make_student, word
from tests.schema.refusal import refused


@pytest.mark.parametrize(
    ("given", "family", "name", "sort_name"),
    [
        ("Zoë", "Ångström", "Zoë Ångström", "ångström zoë"),
        ("Sukarno", None, "Sukarno", "sukarno"),
        ("Eun-ji", "Ó BRIAIN", "Eun-ji Ó BRIAIN", "ó briain eun-ji"),
    ],
)
def test_a_name_is_shown_as_written_and_sorted_without_case(
    session: Session, given: str, family: str | None, name: str, sort_name: str
) -> None:
    student = make_student(session, given_name=given, family_name=family)

    assert (student.name, student.sort_name) == (name, sort_name)


@pytest.mark.parametrize("make", [make_student, make_staff])
def test_an_email_address_is_one_persons_whatever_its_case(session: Session, make: Any) -> None:
    box = word("zoë")
    make(session, email=f"{box}@example.org")

    with refused(session, f"{make(session).__tablename__}_email_key"):
        make(session, email=f"{box.upper()}@Example.ORG")


def test_many_students_may_have_no_email_address(session: Session) -> None:
    make_student(session, email=None)
    make_student(session, email=None)


@pytest.mark.parametrize("number", ["", "S 1", "S1\n", "ß", "S/1"])
def test_a_student_number_is_plain(session: Session, number: str) -> None:
    with refused(session, "student_number_is_plain"):
        make_student(session, student_number=number)


@pytest.mark.parametrize("grade_level", [-1, 14])
def test_a_grade_level_is_kindergarten_to_thirteen(session: Session, grade_level: int) -> None:
    with refused(session, "student_grade_level_in_range"):
        make_student(session, grade_level=grade_level)


def test_a_value_outside_an_enumeration_is_refused(session: Session) -> None:
    student = make_student(session)

    with refused(session, "student_status_known"):
        session.connection().exec_driver_sql(
            "UPDATE student SET status = 'gone' WHERE id = %s", (student.id,)
        )


def test_writing_over_a_version_not_read_is_refused(session: Session) -> None:
    student = make_student(session)
    session.execute(
        update(Student)
        .where(Student.id == student.id)
        .values(version=Student.version + 1)
        .execution_options(synchronize_session=False)
    )

    student.given_name = "Grace"

    with pytest.raises(StaleDataError):
        session.flush()
