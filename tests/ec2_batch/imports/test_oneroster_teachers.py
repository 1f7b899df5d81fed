"""enrollments.csv of OneRoster sets: who teaches, who begins, who leaves, and who cannot."""

from typing import Any

import pytest

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.factories import word

TEACHES = """
SELECT section.sourced_id AS section, staff.sourced_id AS staff, section_staff.role, is_primary,
       section_staff.status
FROM section_staff JOIN section ON section.id = section_id JOIN staff ON staff.id = staff_id
WHERE section_staff.sourced_id = :key
"""


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set that is imported already."""
    made = make_set(5, "1.2", prefix=word("t").replace("_", "-") + "-")
    district.run(made.zipped(), name="set.zip")
    return made


def teachings(made: OneRosterSet) -> list[Row]:
    return [row for row in made.files["enrollments.csv"] if row["role"] == "teacher"]


def change(school: School, made: OneRosterSet, *rows: Row, **columns: Any) -> dict[str, Any]:
    return school.run(made.delta("enrollments.csv", *rows), name="set.zip", **columns)


def refused(school: School, job: dict[str, Any]) -> list[tuple[str, str]]:
    return [(issue["code"], issue["column_name"]) for issue in school.issues(job["id"])]


def test_a_set_says_who_teaches(district: School, made: OneRosterSet) -> None:
    for row in teachings(made):
        assert district.rows(TEACHES, key=row["sourcedId"]) == [
            {
                "section": row["classSourcedId"],
                "staff": row["userSourcedId"],
                "role": "teacher",
                "is_primary": True,
                "status": "active",
            }
        ]


def test_who_teaches_may_assist_from_now_on(district: School, made: OneRosterSet) -> None:
    row = teachings(made)[0]

    job = change(district, made, row | {"role": "proctor", "primary": ""})

    assert (job["state"], job["rows_updated"]) == ("completed", 1)
    [taught] = district.rows(TEACHES, key=row["sourcedId"])
    # What a row leaves open stays as it was.
    assert (taught["role"], taught["is_primary"]) == ("assistant", True)


def test_who_teaches_no_more_can_come_back_and_twice_is_once(
    district: School, made: OneRosterSet
) -> None:
    row = teachings(made)[0]

    change(district, made, row | {"status": "tobedeleted"})
    [left] = district.rows(TEACHES, key=row["sourcedId"])
    before = sums(district.database)
    again = change(district, made, row | {"status": "tobedeleted"})

    assert left["status"] == "inactive"
    assert (again["rows_updated"], sums(district.database)) == (0, before)
    change(district, made, row)
    assert district.rows(TEACHES, key=row["sourcedId"])[0]["status"] == "active"


def test_a_preview_says_who_would_teach_what_by_name(district: School, made: OneRosterSet) -> None:
    row = teachings(made)[0]

    job = change(district, made, row | {"role": "proctor"}, auto_apply=False)

    [seen] = district.rows(
        "SELECT entity, before, after FROM import_preview WHERE import_job_id = :id", id=job["id"]
    )
    assert seen["entity"] == "section_staff"
    assert (seen["before"]["role"], seen["after"]["role"]) == ("teacher", "assistant")
    [staff] = district.rows(
        "SELECT name FROM staff WHERE sourced_id = :key", key=row["userSourcedId"]
    )
    assert seen["after"]["staff"] == staff["name"]


@pytest.mark.parametrize(
    ("column", "code"),
    [("userSourcedId", "UNKNOWN_STAFF"), ("classSourcedId", "UNKNOWN_SECTION")],
)
def test_whoever_or_whatever_is_not_known_is_named(
    district: School, made: OneRosterSet, column: str, code: str
) -> None:
    row = teachings(made)[0]

    job = change(district, made, row | {"sourcedId": word("new"), column: "nobody-0"})

    [issue] = district.issues(job["id"])
    assert (issue["code"], issue["column_name"], issue["value"]) == (code, column, "nobody-0")
    assert "is not a" in issue["message"]


def test_a_student_teaches_nothing(district: School, made: OneRosterSet) -> None:
    row = teachings(made)[0]
    [student, *_] = [r for r in made.files["enrollments.csv"] if r["role"] == "student"]

    job = change(
        district,
        made,
        row | {"sourcedId": word("new"), "userSourcedId": student["userSourcedId"]},
    )

    assert refused(district, job) == [("UNKNOWN_STAFF", "userSourcedId")]


@pytest.mark.parametrize(
    ("table", "column", "code"),
    [("staff", "userSourcedId", "STAFF_LEFT"), ("section", "classSourcedId", "SECTION_CLOSED")],
)
def test_nobody_begins_who_has_left_or_where_all_is_over(
    district: School, made: OneRosterSet, table: str, column: str, code: str
) -> None:
    row = teachings(made)[0]
    change(district, made, row | {"status": "tobedeleted"})
    district.rows(
        f"UPDATE {table} SET status = 'inactive' WHERE sourced_id = :key RETURNING id",  # noqa: S608
        key=row[column],
    )

    job = change(district, made, row)

    assert refused(district, job) == [(code, column)]


def test_a_person_has_one_part_in_a_section(district: School, made: OneRosterSet) -> None:
    first, second = teachings(made)[:2]
    twice = first | {"sourcedId": word("new")}
    moved = second | {key: first[key] for key in ("classSourcedId", "userSourcedId")}

    other_id = change(district, made, twice)
    other_place = change(district, made, moved)

    assert (other_id["rows_created"], other_id["rows_unchanged"]) == (0, 1)
    assert refused(district, other_place) == [("ALREADY_TEACHES", "userSourcedId")]


def test_two_rows_about_one_new_part_are_told_apart(district: School, made: OneRosterSet) -> None:
    first, *others = teachings(made)
    somebody = next(
        row["userSourcedId"] for row in others if row["userSourcedId"] != first["userSourcedId"]
    )
    new = first | {"userSourcedId": somebody}

    job = change(district, made, new | {"sourcedId": word("new")}, new | {"sourcedId": word("new")})

    assert refused(district, job) == [("DUPLICATE_ROW", "userSourcedId")]
    assert job["rows_created"] == 1
