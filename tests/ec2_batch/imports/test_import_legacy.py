"""name,email,course: students by e-mail, and a seat or a place to wait in their course."""

from collections.abc import Callable
from datetime import date

import pytest

from schema.models import AcademicSession, AcademicSessionType, Org, Section
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.places import events
from tests.factories import made, make_course, make_student, word


def open_course(
    school: School, *capacities: int, begins: date = date(2026, 8, 24), **columns: str
) -> str:
    """Make a course whose sections in one term have so many seats; return its code."""
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        course = make_course(session, org, **columns)
        term = AcademicSession(
            title=word("term"),
            type=AcademicSessionType.TERM,
            start_date=begins,
            end_date=date(begins.year, 12, 18),
            school_year=begins.year + 1,
        )
        for capacity in capacities:
            section = Section(
                org=org,
                course=course,
                academic_session=term,
                code=word("s"),
                title="Biology",
                capacity=capacity,
                sourced_id=word(f"section-{capacity}"),
            )
            made(session, section)
        return course.code


def rows_of(prefix: str, count: int, course: str) -> str:
    return "".join(f"Given{n} Family{n},{prefix}{n}@example.org,{course}\n" for n in range(count))


def test_seats_are_taken_in_order_and_the_rest_wait(school: School) -> None:
    code, prefix = open_course(school, 2, 3), word("p")

    job = school.run("name,email,course\n" + rows_of(prefix, 7, code.lower()))

    assert (job["state"], job["format"], job["rows_created"]) == ("completed", "legacy-students", 7)
    placed = school.rows(
        "SELECT student.name, state, capacity FROM enrollment"
        " JOIN student ON student.id = student_id JOIN section ON section.id = section_id"
        " WHERE enrollment.org_id = :org ORDER BY enrollment.id"
    )
    assert [(p["state"], p["capacity"]) for p in placed[:5]] == [("active", 2)] * 2 + [
        ("active", 3)
    ] * 3
    assert [p["state"] for p in placed[5:]] == ["waitlisted", "waitlisted"]
    assert events(school) == {
        "enrollment.created": 5,
        "enrollment.waitlisted": 2,
        "section.full": 2,
    }


def test_the_same_list_again_changes_nothing(school: School) -> None:
    code, prefix = open_course(school, 2), word("p")
    data = "name,email,course\n" + rows_of(prefix, 4, code)
    school.run(data)
    before = school.contents()

    again = school.run(data)

    assert (again["rows_unchanged"], again["rows_created"], again["rows_updated"]) == (4, 0, 0)
    after = school.contents()
    for name in ("students", "enrollments", "changes", "events"):
        assert after[name] == before[name]


def test_one_student_may_be_on_several_rows_under_one_name(school: School) -> None:
    biology, chemistry, prefix = open_course(school, 9), open_course(school, 9), word("p")

    job = school.run(
        "Name;E-Mail;Course\n"
        f"Ada Lovelace;{prefix}@example.org;{biology}\n"
        f"Ada Lovelace;{prefix.upper()}@EXAMPLE.org;{chemistry}\n"
        f"Ada Lovelace;{prefix}@example.org;{biology}\n"
        f"Bo Diddley;{prefix}@example.org;{chemistry}\n"
    )

    assert (job["rows_created"], job["rows_updated"], job["rows_rejected"]) == (1, 1, 2)
    assert [(i["line"], i["code"]) for i in school.issues(job["id"])] == [
        (4, "DUPLICATE_ROW"),
        (5, "DUPLICATE_EMAIL"),
    ]
    assert len(school.contents()["enrollments"]) == 2


def test_a_known_student_is_found_by_address_whoever_added_them(school: School) -> None:
    code, address = open_course(school, 9), f"{word('p')}@example.org"
    with school.database.owner_session() as session:
        make_student(session, session.get_one(Org, school.org_id), email=address)

    job = school.run(f"name,email,course\nAda Lovelace,{address.upper()},{code}\n")

    assert (job["rows_created"], job["rows_updated"]) == (0, 1)
    assert len(school.contents()["students"]) == 1


def test_who_gave_up_a_place_does_not_get_it_back(school: School) -> None:
    code, prefix = open_course(school, 9), word("p")
    data = "name,email,course\n" + rows_of(prefix, 1, code)
    school.run(data)
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            f"UPDATE enrollment SET state = 'withdrawn' WHERE org_id = {school.org_id}"  # noqa: S608
        )

    job = school.run(data)

    assert job["rows_unchanged"] == 1
    assert [e["state"] for e in school.contents()["enrollments"]] == ["withdrawn"]


@pytest.mark.parametrize(
    ("begins", "found"),
    [
        (date(2026, 8, 24), "completed"),  # runs today
        (date(2027, 8, 24), "completed"),  # comes next
        (date(2025, 8, 24), "completed_with_issues"),  # is over
    ],
)
def test_the_term_is_this_one_or_the_next(school: School, begins: date, found: str) -> None:
    code = open_course(school, 3, begins=begins)

    job = school.run(f"name,email,course\nAda Lovelace,{word('p')}@example.org,{code}\n")

    assert job["state"] == found
    for issue in school.issues(job["id"]):
        assert (issue["line"], issue["code"], issue["column_name"]) == (2, "NO_SECTION", "course")
    assert len(school.contents()["students"]) == (found == "completed")


def test_a_course_of_another_school_is_unknown(make_school: Callable[[], School]) -> None:
    school, other = make_school(), make_school()
    code = open_course(school, 3)

    job = other.run(f"name,email,course\nAda Lovelace,{word('p')}@example.org,{code}\n")

    assert [i["code"] for i in other.issues(job["id"])] == ["UNKNOWN_COURSE"]
