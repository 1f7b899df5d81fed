"""Places that a whole enrollments file does not name: who leaves, who stays, and why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ec2_batch.imports.import_file import import_file
from ec2_batch.outcome import Outcome
from schema.models import AcademicSession, Section, Student
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.places import Class, events, file_of, open_class, states
from tests.ec2_batch.imports.test_import_and_undo import undo
from tests.ec2_batch.imports.test_import_catalog import counts
from tests.ec2_batch.imports.test_import_oneroster import AfterCalls
from tests.ec2_batch.imports.test_plan import apply
from tests.factories import make_enrollment, make_student, word

MANY = 24  # students, of whom two may leave unasked
LEFT = """
SELECT student_number FROM enrollment JOIN student ON student.id = student_id
WHERE enrollment.org_id = :org AND state = 'withdrawn' ORDER BY enrollment.id
"""


@pytest.fixture
def taken(school: School) -> Class:
    """A class of many, all of whom an import has put there."""
    taken = open_class(school, students=MANY + 2)
    school.run(whole(taken, MANY))
    return taken


def whole(taken: Class, students: int, *more: str) -> str:
    return file_of(taken, *["active"] * students) + "".join(more)


def bulk(school: School, data: str | bytes, **columns: Any) -> dict[str, Any]:
    name = {"name": "enrollments.csv", "deactivate_missing": True}
    return school.run(data, **name | columns)


def left(school: School) -> list[str]:
    return [row["student_number"] for row in school.rows(LEFT)]


def told(school: School, job: dict[str, Any]) -> list[str]:
    issues = school.issues(job["id"])
    return [issue["message"] for issue in issues if issue["code"] == "NOT_DEACTIVATED"]


def another_class(school: School, term: str | None = None) -> Class:
    """Make a class of two students in it, by an import; of a term that has one, or of its own."""
    other = open_class(school, students=2)
    if term:
        with school.database.owner_session() as session:
            section = session.query(Section).filter_by(code=other.code).one()
            section.academic_session = session.query(AcademicSession).filter_by(title=term).one()
    school.run(whole(other, 2))
    return replace(other, term=term or other.term)


def test_who_is_not_named_any_more_leaves_the_class(school: School, taken: Class) -> None:
    data = whole(taken, MANY - 2)

    job = bulk(school, data)
    after = sums(school.database), events(school)
    again = bulk(school, data)

    assert (job["state"], job["rows_deactivated"], counts(job)) == ("completed", 2, (0, 0, 22, 0))
    assert job["message"].endswith("Put out of use, as no row names them: 2.")
    assert left(school) == list(taken.students[MANY - 2 : MANY])
    assert events(school)["enrollment.dropped"] == 2
    assert school.rows(
        "SELECT seats_taken, (SELECT array_agg(DISTINCT version) FROM enrollment"
        " WHERE section_id = section.id AND state = 'withdrawn') AS versions"
        " FROM section WHERE code = :code",
        code=taken.code,
    ) == [{"seats_taken": 22, "versions": [2]}]
    assert (again["rows_deactivated"], counts(again)) == (0, (0, 0, 22, 0))
    assert again["message"] == "Of 22 rows: 0 added, 0 changed, 22 already as the file says."
    assert (sums(school.database), events(school)) == after


def test_nobody_leaves_unasked(school: School, taken: Class) -> None:
    job = bulk(school, whole(taken, MANY - 2), deactivate_missing=False)

    assert (job["rows_deactivated"], left(school)) == (0, [])


def test_an_undo_brings_back_exactly_who_has_left(school: School, taken: Class) -> None:
    before = sums(school.database)
    job = bulk(school, whole(taken, MANY - 2))

    undone = undo(school, job["id"])

    assert (job["rows_deactivated"], undone["state"]) == (2, "undone")
    assert sums(school.database) == before


def test_a_preview_names_who_would_leave_which_class(school: School, taken: Class) -> None:
    before = sums(school.database)

    job = bulk(school, whole(taken, MANY - 1), auto_apply=False)

    [shown] = school.rows(
        "SELECT line, entity, action, before, after FROM import_preview WHERE import_job_id = :id",
        id=job["id"],
    )
    assert (shown["line"], shown["entity"], shown["action"]) == (0, "enrollment", "deactivate")
    assert shown["before"] == {
        "student": taken.students[MANY - 1], "section": taken.code, "state": "active",
    }  # fmt: skip
    assert shown["after"] == {"state": "withdrawn"}
    assert (job["state"], job["plan"][0]["deactivate"]) == ("ready", 1)
    assert sums(school.database) == before


def test_many_who_would_leave_must_be_confirmed(school: School, taken: Class) -> None:
    asked = bulk(school, whole(taken, MANY - 6))

    unconfirmed = apply(school, asked["id"])
    nobody = left(school)
    done = apply(school, asked["id"], confirmed=True)

    assert (asked["state"], unconfirmed["state"], nobody) == ("ready", "ready", [])
    assert (done["state"], done["rows_deactivated"]) == ("completed", 6)
    assert left(school) == list(taken.students[MANY - 6 : MANY])


def test_a_place_that_somebody_gave_up_since_the_preview_is_shown_again(
    school: School, taken: Class
) -> None:
    planned = bulk(school, whole(taken, MANY - 2), auto_apply=False)
    school.rows(
        "UPDATE enrollment SET state = 'withdrawn' WHERE student_id ="
        " (SELECT id FROM student WHERE student_number = :number) RETURNING id",
        number=taken.students[MANY - 1],
    )

    job = apply(school, planned["id"])

    assert (job["state"], job["plan"][0]["deactivate"]) == ("ready", 1)


def test_a_class_of_the_same_term_that_nobody_is_in_any_more_is_empty(
    school: School, taken: Class
) -> None:
    other = another_class(school, taken.term)

    asked = bulk(school, whole(taken, MANY))
    job = apply(school, asked["id"], confirmed=True)

    assert (job["state"], job["rows_deactivated"], left(school)) == (
        "completed", 2, list(other.students),
    )  # fmt: skip


def test_classes_of_another_term_are_none_of_the_files_business(
    school: School, taken: Class
) -> None:
    another_class(school)

    job = bulk(school, whole(taken, MANY))

    assert (job["state"], job["rows_deactivated"], left(school)) == ("completed", 0, [])


def test_a_stray_row_of_another_term_takes_nobody_out_of_it_unasked(
    school: School, taken: Class
) -> None:
    other = another_class(school)

    job = bulk(school, whole(taken, MANY, f"{other.students[0]},{other.code},active\n"))

    assert (job["state"], job["plan"][0]["deactivate"], left(school)) == ("ready", 1, [])
    assert job["plan"][0]["most_of_one"] == [1, 2]


def test_nobody_leaves_a_term_that_is_over(school: School, taken: Class) -> None:
    school.rows(
        "UPDATE academic_session SET end_date = :day WHERE title = :title RETURNING id",
        day=date(2026, 11, 21),
        title=taken.term,
    )

    job = bulk(school, whole(taken, MANY - 2))

    assert (job["state"], job["rows_deactivated"], left(school)) == ("completed", 0, [])


def test_classes_of_another_school_are_none_of_the_files_business(
    district: School, taken: Class, school: School
) -> None:
    elsewhere = replace(school, org_id=district.org_id, operator=district.operator)
    theirs = another_class(elsewhere, taken.term)

    job = bulk(elsewhere, whole(taken, MANY - 1))

    assert (job["state"], job["rows_deactivated"]) == ("completed", 1)
    assert (left(elsewhere), len(theirs.students)) == ([], 2)
    assert left(school) == [taken.students[MANY - 1]]


def test_who_imports_for_one_school_makes_nobody_of_another_leave(
    district: School, taken: Class, school: School
) -> None:
    operator = replace(school, org_id=district.org_id)
    other = replace(another_class(district), students=())

    job = bulk(
        school,
        whole(taken, MANY, f"{taken.students[0]},{other.sourced_id},active\n"),
    )

    assert (job["rows_rejected"], job["rows_deactivated"], left(operator)) == (1, 0, [])
    assert [issue["code"] for issue in school.issues(job["id"])] == ["UNKNOWN_SECTION"]


def test_a_place_made_by_hand_stays_and_the_import_says_so(school: School, taken: Class) -> None:
    with school.database.owner_session() as session:
        section = session.query(Section).filter_by(code=taken.code).one()
        made = make_enrollment(session, make_student(session, section.org), section)
        number = made.student.student_number

    planned = bulk(school, whole(taken, MANY - 1), auto_apply=False)
    job = apply(school, planned["id"])

    [said] = told(school, job)
    assert said.startswith("1 that this file does not name stay: they were made here")
    assert (job["rows_deactivated"], left(school)) == (1, [taken.students[MANY - 1]])
    assert number not in left(school)


def test_a_place_that_was_changed_by_hand_since_an_import_made_it_still_leaves(
    school: School, taken: Class
) -> None:
    school.rows(
        "UPDATE enrollment SET end_date = '2026-12-01', src_hash = NULL FROM student"
        " WHERE student.id = student_id AND student_number = :number RETURNING enrollment.id",
        number=taken.students[MANY - 1],
    )

    job = bulk(school, whole(taken, MANY - 1))

    assert (job["rows_deactivated"], left(school)) == (1, [taken.students[MANY - 1]])


@pytest.mark.parametrize("key", ["sourced_id", "email"])
def test_who_is_named_by_another_key_is_not_missing(school: School, taken: Class, key: str) -> None:
    with school.database.owner_session() as session:
        one = session.query(Student).filter_by(student_number=taken.students[0]).one()
        one.email = f"{word('Ada')}@example.org"
        name = getattr(one, key)

    job = bulk(school, whole(taken, MANY).replace(taken.students[0], name))

    assert (counts(job), job["rows_deactivated"]) == ((0, 0, 24, 0), 0)


@pytest.mark.parametrize("spoilt", ["student", "section", "state"])
def test_a_row_that_is_rejected_makes_nobody_leave_whom_it_may_mean(
    school: School, taken: Class, spoilt: str
) -> None:
    row = f"{taken.students[0]},{taken.code},active\n"
    wrong = {
        "student": f"nobody,{taken.code},active\n",
        "section": f"{taken.students[0]},nothing,active\n",
        "state": f"{taken.students[0]},{taken.code},enroled\n",
    }[spoilt]

    job = bulk(school, whole(taken, MANY).replace(row, wrong))

    assert (job["rows_rejected"], job["rows_deactivated"], left(school)) == (1, 0, [])
    assert ["may be meant for them" in said for said in told(school, job)] == [True] * (
        spoilt != "state"
    )


def test_whose_id_a_row_has_does_not_leave_whoever_else_the_row_names(
    school: School, taken: Class
) -> None:
    one, another = taken.students[MANY - 1], taken.students[MANY]
    [row] = school.rows(
        "SELECT enrollment.sourced_id FROM enrollment JOIN student ON student.id = student_id"
        " WHERE student_number = :number",
        number=one,
    )
    rows = [f"{word('e')},{student},{taken.code}\n" for student in taken.students[: MANY - 1]]
    rows.append(f"{row['sourced_id']},{another},{taken.code}\n")

    job = bulk(school, "sourced_id,student,section\n" + "".join(rows))

    assert (job["rows_deactivated"], left(school)) == (0, [])
    assert [issue["code"] for issue in school.issues(job["id"])] == ["OTHER_PLACE"]


def test_a_row_of_a_term_that_nobody_knows_speaks_about_none(school: School, taken: Class) -> None:
    other = another_class(school)
    rows = [f"{student},{taken.code},{taken.term}\n" for student in taken.students[:MANY]]
    rows.append(f"{other.students[0]},{other.code},Autumn\n")

    job = bulk(school, "student,section,term\n" + "".join(rows))

    assert (job["state"], job["rows_deactivated"]) == ("completed_with_issues", 0)
    assert [i["code"] for i in school.issues(job["id"])] == ["UNKNOWN_TERM"]


def test_nobody_leaves_for_a_row_that_cannot_be_read(school: School, taken: Class) -> None:
    job = bulk(school, whole(taken, MANY - 2, "one,two\n"))

    assert (job["rows_deactivated"], left(school)) == (0, [])
    assert told(school, job)[0].startswith("Rows of this file could not be read")


@pytest.mark.parametrize("auto_apply", [True, False])
def test_a_seat_of_who_leaves_is_first_for_the_files_own_rows_and_then_for_who_waits(
    school: School, auto_apply: bool
) -> None:
    taken = open_class(school, capacity=MANY, students=MANY + 2)
    waiting = f"{taken.students[MANY]},{taken.code},waitlisted\n"
    school.run(whole(taken, MANY, waiting))
    before = sums(school.database)

    new = f"{taken.students[MANY + 1]},{taken.code},active\n"
    job = bulk(school, whole(taken, MANY - 2, waiting, new), auto_apply=auto_apply)
    if not auto_apply:
        assert (job["plan"][0]["create"], job["rows_rejected"]) == (1, 0)
        job = apply(school, job["id"])

    assert (counts(job), job["rows_deactivated"]) == ((1, 0, 23, 0), 2)
    assert states(school) == ["active"] * 22 + ["withdrawn"] * 2 + ["active"] * 2
    assert (events(school)["enrollment.promoted"], events(school)["enrollment.dropped"]) == (1, 2)
    assert undo(school, job["id"])["state"] == "undone"
    assert sums(school.database) == before


def test_who_waits_and_is_not_named_waits_no_more(school: School, taken: Class) -> None:
    waiting = f"{taken.students[MANY]},{taken.code},waitlisted\n"
    school.run(whole(taken, MANY, waiting))

    job = bulk(school, whole(taken, MANY))

    assert (job["rows_deactivated"], left(school)) == (1, [taken.students[MANY]])
    assert "enrollment.promoted" not in events(school)


def test_a_worker_that_stops_after_some_left_leaves_the_rest_to_the_next(
    school: School, taken: Class
) -> None:
    new = f"{taken.students[MANY]},{taken.code},active\n"
    job_id = school.upload(
        whole(taken, MANY - 2, new), name="enrollments.csv", deactivate_missing=True
    )

    stopped = import_file(replace(school.edges, stopping=AfterCalls(0)), job_id)
    halfway = school.job(job_id)
    ended = import_file(school.edges, job_id)

    assert (stopped, ended) == (Outcome.STOPPED, Outcome.DONE)
    assert (halfway["chunk_no"], halfway["rows_deactivated"]) == (1, 2)
    job = school.job(job_id)
    assert (job["chunk_no"], job["rows_deactivated"], counts(job)) == (3, 2, (1, 0, 22, 0))
