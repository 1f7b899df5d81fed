"""Seats in an enrollments file: the section's capacity holds, and who waits moves up."""

from schema.models import RecordStatus, Section, Student
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.places import PLACES, events, file_of, open_class, states
from tests.ec2_batch.imports.test_import_and_undo import undo
from tests.ec2_batch.imports.test_import_catalog import counts
from tests.ec2_batch.imports.test_plan import apply
from tests.factories import make_enrollment


def test_a_full_section_takes_nobody_but_who_waits_or_is_in_it(school: School) -> None:
    taken = open_class(school, capacity=2)
    school.run(file_of(taken, "active", "active"))

    job = school.run(
        file_of(taken, "completed", "active", "active", "waitlisted"), name="enrollments.csv"
    )

    assert counts(job) == (1, 1, 1, 1)
    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"], issue["value"]) == (4, "SECTION_FULL", taken.code)
    assert states(school) == ["completed", "active", "waitlisted"]
    assert events(school)["section.full"] == 1


def test_a_seat_that_one_row_gives_up_is_anothers_and_what_is_left_is_the_waitlists(
    school: School,
) -> None:
    taken = open_class(school, capacity=2)
    school.run(file_of(taken, "active", "active", "waitlisted"))
    file = file_of(taken, "withdrawn", "withdrawn", "waitlisted", "active")

    job = school.run(file)
    after = states(school)
    again = school.run(file + "\n")

    assert counts(job) == (1, 2, 1, 0)
    assert after == ["withdrawn", "withdrawn", "active", "active"]
    told = events(school)
    assert (told["enrollment.dropped"], told["enrollment.promoted"]) == (2, 1)
    assert (counts(again), states(school)) == ((0, 0, 4, 0), after)


def test_who_has_waited_longest_moves_up_unless_they_have_left(school: School) -> None:
    taken = open_class(school, capacity=2, students=6)
    school.run(file_of(taken, "active", "active", "waitlisted", "waitlisted", "waitlisted"))
    with school.database.owner_session() as session:
        session.query(Student).filter_by(
            student_number=taken.students[2]
        ).one().status = RecordStatus.INACTIVE

    school.run(file_of(taken, "withdrawn"))
    first = states(school)
    school.run(file_of(taken, "withdrawn", "withdrawn", "waitlisted", "waitlisted", "waitlisted"))

    assert first == ["withdrawn", "active", "waitlisted", "active", "waitlisted"]
    assert states(school) == ["withdrawn", "withdrawn", "waitlisted", "active", "active"]
    assert events(school)["enrollment.promoted"] == 2


def test_seats_that_a_section_is_given_are_for_who_waits(school: School) -> None:
    taken = open_class(school, capacity=1)
    school.run(file_of(taken, "active", "waitlisted", "waitlisted"))
    before = sums(school.database)
    [section] = school.rows(
        "SELECT course.code, academic_session.sourced_id AS term FROM section"
        " JOIN course ON course.id = course_id"
        " JOIN academic_session ON academic_session.id = academic_session_id"
        " WHERE section.code = :code",
        code=taken.code,
    )
    file = f"code,course,term,capacity\n{taken.code},{section['code']},{section['term']},2\n"

    job = school.run(file, name="sections.csv")
    after = states(school)
    again = school.run(file + "\n", name="sections.csv")
    undone = undo(school, job["id"])

    assert (counts(job), after) == ((0, 1, 0, 0), ["active", "active", "waitlisted"])
    assert counts(again) == (0, 0, 1, 0)
    assert events(school)["enrollment.promoted"] == 1
    assert (undone["state"], sums(school.database)) == ("undone", before)


def test_an_undo_gives_the_seat_back_and_the_place_in_the_line(school: School) -> None:
    taken = open_class(school, capacity=1)
    school.run(file_of(taken, "active", "waitlisted", "waitlisted"))
    before = sums(school.database)

    job = school.run(file_of(taken, "withdrawn"))
    moved = states(school)
    undone = undo(school, job["id"])

    assert moved == ["withdrawn", "active", "waitlisted"]
    assert (undone["state"], sums(school.database)) == ("undone", before)


def test_a_plan_says_which_rows_find_no_seat(school: School) -> None:
    taken = open_class(school, capacity=1)
    before = sums(school.database)

    job = school.run(file_of(taken, "active", "active", "waitlisted"), auto_apply=False)

    [plan] = job["plan"]
    assert (plan["create"], plan["rejected"]) == (2, 1)
    assert [(i["line"], i["code"]) for i in school.issues(job["id"])] == [(3, "SECTION_FULL")]
    assert sums(school.database) == before


def test_who_comes_late_is_in_by_the_file_and_the_record_says_so(school: School) -> None:
    taken = open_class(school)
    with school.database.owner_session() as session:
        section = session.query(Section).filter_by(code=taken.code).one()
        section.last_day_to_enroll = section.academic_session.start_date

    job = school.run(file_of(taken, "active", "withdrawn"))

    assert [place["override_reason"] for place in school.rows(PLACES)] == [
        f"Imported by job {job['id']}", None,
    ]  # fmt: skip


def test_an_undo_gives_every_seat_back(school: School) -> None:
    taken = open_class(school, capacity=3)
    school.run(file_of(taken, "active", "waitlisted"))
    before = sums(school.database)

    job = school.run(file_of(taken, "withdrawn", "active", "completed", "waitlisted"))
    undone = undo(school, job["id"])

    assert counts(job) == (2, 2, 0, 0)
    assert (undone["state"], sums(school.database)) == ("undone", before)


def test_a_seat_taken_between_look_and_write_is_refused_like_any_other(school: School) -> None:
    taken = open_class(school, capacity=2)
    planned = school.run(file_of(taken, "active", "active"), auto_apply=False)
    with school.database.owner_session() as session:
        make_enrollment(session, section=session.query(Section).filter_by(code=taken.code).one())

    shown = apply(school, planned["id"])
    done = apply(school, planned["id"])

    assert (shown["state"], done["state"]) == ("ready", "completed_with_issues")
    assert [(i["line"], i["code"]) for i in school.issues(done["id"])] == [(3, "SECTION_FULL")]
