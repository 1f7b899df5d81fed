"""students.csv: good rows land, bad rows come back, and the same file again changes nothing."""

from collections.abc import Callable

import pytest

from tests.conftest import Database
from tests.ec2_batch.conftest import School
from tests.factories import make_student, word

HEADER = "student_number,given_name,family_name,email\n"


def many(count: int, prefix: str, bad: range = range(0)) -> str:
    """Write a file of so many students; those whose number is in `bad` have no real e-mail."""
    return HEADER + "".join(
        f"{prefix}{n},Given{n},Family{n},{'nobody' if n in bad else f'{prefix}{n}@example.org'}\n"
        for n in range(count)
    )


def heavy(file: str) -> str:
    """Give each row a note of two kilobytes, so that a few thousand of them are several blocks."""
    header, *rows = file.splitlines()
    return "\n".join([f"{header},notes", *(f"{row},{'x' * 1_900}" for row in rows), ""])


def test_a_file_becomes_students(school: School) -> None:
    job = school.run(
        "sourcedId,student_number,givenName,familyName,email,DOB,grade\n"
        "a:1,N1,Ada,Lovelace,ada1@example.org,2010-02-03,9\n"
        "a:2,N2,Sukarno,,,,K\n"
    )

    assert (job["state"], job["format"], job["rows_created"]) == ("completed", "students", 2)
    assert job["message"] == "Of 2 rows: 2 added, 0 changed."
    ada, sukarno = school.rows("SELECT * FROM student WHERE org_id = :org ORDER BY sourced_id")
    assert (ada["name"], ada["email"], ada["grade_level"]) == (
        "Ada Lovelace",
        "ada1@example.org",
        9,
    )
    assert (sukarno["name"], sukarno["email"], sukarno["grade_level"]) == ("Sukarno", None, 0)


def test_bad_rows_come_back_and_good_ones_land(school: School) -> None:
    prefix = word("S")
    job = school.run(many(10_000, prefix, bad=range(100, 300)))

    assert job["state"] == "completed_with_issues"
    assert (job["rows_total"], job["rows_created"], job["rows_rejected"]) == (10_000, 9_800, 200)
    issues = school.issues(job["id"])
    assert len(issues) == 200
    assert issues[0] == {
        "line": 102,
        "column_name": "email",
        "code": "INVALID_EMAIL",
        "value": "nobody",
        "message": "“nobody” is not an e-mail address.",
    }
    [count] = school.rows("SELECT count(*) FROM student WHERE org_id = :org")
    assert count["count"] == 9_800


def test_the_same_file_again_changes_nothing(school: School) -> None:
    data = many(2_500, word("S"), bad=range(3))
    school.run(data)
    before = school.contents()

    again = school.run(data)

    assert (again["rows_unchanged"], again["rows_created"], again["rows_updated"]) == (2_497, 0, 0)
    after = school.contents()
    for name in ("students", "changes", "events"):
        assert after[name] == before[name]


def test_a_changed_row_changes_what_the_file_holds_and_no_more(school: School) -> None:
    number = word("S")
    school.run(f"student_number,given_name,email,grade\n{number},Ada,{number}@example.org,9\n")

    job = school.run(f"student_number,given_name,grade\n{number},Ada,10\n")

    assert job["rows_updated"] == 1
    [student] = school.rows("SELECT * FROM student WHERE org_id = :org")
    assert (student["email"], student["grade_level"]) == (f"{number}@example.org", 10)
    assert student["version"] == 2
    [change] = school.rows("SELECT * FROM import_change WHERE import_job_id = :id", id=job["id"])
    assert (change["action"], change["before"]["grade_level"]) == ("update", 9)
    assert change["after"]["grade_level"] == 10
    [event] = school.rows(
        "SELECT * FROM outbox WHERE :id = ANY (entity_ids) AND type = 'student.updated'",
        id=student["id"],
    )
    assert event["payload"] == {"studentId": None}


def test_what_was_edited_by_hand_is_as_the_file_says_again(school: School) -> None:
    number = word("S")
    data = f"student_number,given_name,grade\n{number},Ada,9\n"
    school.run(data)
    with school.database.owner_session() as session:  # and the hash of the file's row is kept
        session.connection().exec_driver_sql(
            "UPDATE student SET grade_level = 3 WHERE org_id = %s", (school.org_id,)
        )

    job = school.run(data)

    assert job["rows_updated"] == 1
    [student] = school.rows("SELECT grade_level FROM student WHERE org_id = :org")
    assert student["grade_level"] == 9


def test_an_emptied_cell_empties_the_record(school: School) -> None:
    number = word("S")
    school.run(f"student_number,given_name,email\n{number},Ada,{number}@example.org\n")

    school.run(f"student_number,given_name,email\n{number},Ada,\n")

    [student] = school.rows("SELECT email FROM student WHERE org_id = :org")
    assert student["email"] is None


@pytest.mark.parametrize(
    ("header", "by"),
    [("student_number", "N"), ("id", "id"), ("id", "N"), ("sourcedId", "id")],
)
def test_a_known_student_is_found_by_either_id(
    school: School, database: Database, header: str, by: str
) -> None:
    number, sourced_id = word("N"), word("id")
    with database.owner_session() as session:
        student = make_student(session, student_number=number, sourced_id=sourced_id)
        student.org_id = school.org_id

    key = number if by == "N" else sourced_id
    job = school.run(f"{header},first_name\n{key},Zoe\n")

    assert job["rows_updated"] == 1
    [found] = school.rows("SELECT * FROM student WHERE org_id = :org")
    assert (found["sourced_id"], found["student_number"]) == (sourced_id, number)


def test_what_another_student_has_is_refused_row_by_row(
    make_school: Callable[[], School], database: Database
) -> None:
    school, elsewhere = make_school(), make_school()
    mine, theirs, other = word("S"), word("S"), word("S")
    school.run(HEADER + f"{mine},Ada,Lovelace,{mine}@example.org\n")
    elsewhere.run(HEADER + f"{theirs},Bo,Diddley,{theirs}@example.org\n")

    job = school.run(
        HEADER + f"{theirs},Mine,Now,\n"
        f"{other}1,Cy,Twombly,{mine.upper()}@EXAMPLE.org\n"
        f"{other}2,Di,Ana,{theirs}@example.org\n"
        f"{other}3,Ed,Wood,{other}@example.org\n"
        f"{other}4,Flo,Rida,{other}@example.org\n"
        f"{other}3,Gil,Scott,\n"
    )

    assert (job["rows_created"], job["rows_rejected"]) == (1, 5)
    found = {i["line"]: (i["code"], i["column_name"]) for i in school.issues(job["id"])}
    assert found == {
        2: ("ID_TAKEN", "student_number"),
        3: ("EMAIL_TAKEN", "email"),
        4: ("EMAIL_TAKEN", "email"),
        6: ("DUPLICATE_EMAIL", "email"),
        7: ("DUPLICATE_ID", "student_number"),
    }
    [theirs_still] = elsewhere.rows("SELECT name FROM student WHERE org_id = :org")
    assert theirs_still["name"] == "Bo Diddley"


def test_duplicates_are_found_however_far_apart(school: School) -> None:
    prefix = word("S")
    data = many(4_500, prefix)

    job = school.run(data + f"{prefix}7,Other,Person,\n")

    [issue] = school.issues(job["id"])
    assert (issue["line"], issue["code"]) == (4_502, "DUPLICATE_ID")
    assert issue["message"] == "Line 9 of this file already has this value."


def test_a_row_that_only_the_database_can_refuse_is_found_among_many(
    school: School, database: Database
) -> None:
    prefix = word("S")
    with database.owner_session() as session:
        session.connection().exec_driver_sql(
            "ALTER TABLE student ADD CONSTRAINT nobody_is_called_x CHECK (given_name <> 'X')"
        )

    job = school.run(many(1_000, prefix).replace("Given500,", "X,").replace("Given1,", "X,"))

    assert (job["rows_created"], job["rows_rejected"]) == (998, 2)
    assert [i["line"] for i in school.issues(job["id"])] == [3, 502]
    assert {i["code"] for i in school.issues(job["id"])} == {"REFUSED"}


def test_an_operator_names_schools_of_their_own_only(
    make_school: Callable[[], School],
) -> None:
    school, elsewhere = make_school(), make_school()
    [own] = school.rows("SELECT sourced_id FROM org WHERE id = :org")
    [other] = elsewhere.rows("SELECT sourced_id FROM org WHERE id = :org")
    prefix = word("S")

    job = school.run(
        "student_number,given_name,school\n"
        f"{prefix}1,Ada,{own['sourced_id']}\n{prefix}2,Bo,{other['sourced_id']}\n"
    )

    assert (job["rows_created"], job["rows_rejected"]) == (1, 1)
    assert school.issues(job["id"])[0]["code"] == "UNKNOWN_SCHOOL"
