"""enrollments.csv of OneRoster sets: places that come, go, come back, and rows that cannot be."""

from typing import Any

import pytest

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.factories import word

PLACE = "SELECT state, status FROM enrollment WHERE sourced_id = :key"
EVENTS = """
SELECT type FROM outbox
JOIN enrollment ON enrollment.id = ANY (coalesce(entity_ids, ARRAY[outbox.entity_id]))
WHERE enrollment.sourced_id = :key AND type LIKE 'enrollment.%' ORDER BY outbox.id
"""


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set that is imported already."""
    made = make_set(5, "1.2", prefix=word("e").replace("_", "-") + "-")
    district.run(made.zipped(), name="set.zip")
    return made


def places(made: OneRosterSet) -> list[Row]:
    return [row for row in made.files["enrollments.csv"] if row["role"] == "student"]


def delta(made: OneRosterSet, *rows: Row) -> bytes:
    return made.delta("enrollments.csv", *rows)


def wrong(school: School, job: dict[str, Any]) -> list[dict[str, Any]]:
    return [issue for issue in school.issues(job["id"]) if issue["code"] != "NOT_READ"]


def test_a_place_that_is_to_be_deleted_is_given_up_and_can_be_taken_again(
    district: School, made: OneRosterSet
) -> None:
    row = places(made)[0]

    gone = district.run(delta(made, row | {"status": "tobedeleted"}), name="set.zip")
    left = district.rows(PLACE, key=row["sourcedId"])
    back = district.run(delta(made, row), name="set.zip")

    assert (gone["state"], gone["rows_updated"]) == ("completed", 1)
    assert left == [{"state": "withdrawn", "status": "active"}]
    assert (back["state"], back["rows_updated"]) == ("completed", 1)
    assert district.rows(PLACE, key=row["sourcedId"]) == [{"state": "active", "status": "active"}]
    told = [event["type"] for event in district.rows(EVENTS, key=row["sourcedId"])]
    assert told == ["enrollment.created", "enrollment.dropped", "enrollment.created"]


def test_a_delta_that_comes_twice_changes_nothing(district: School, made: OneRosterSet) -> None:
    data = delta(made, places(made)[0] | {"status": "tobedeleted"}, places(made)[1])
    district.run(data, name="set.zip")
    before = sums(district.database)

    again = district.run(data, name="set.zip")

    assert (again["rows_created"], again["rows_updated"], again["rows_unchanged"]) == (0, 0, 2)
    assert sums(district.database) == before


def test_a_place_that_was_kept_to_the_end_stays_so(district: School, made: OneRosterSet) -> None:
    row = places(made)[0]
    done = "UPDATE enrollment SET state = 'completed' WHERE sourced_id = :key RETURNING id"
    district.rows(done, key=row["sourcedId"])

    district.run(delta(made, row), name="set.zip")

    assert district.rows(PLACE, key=row["sourcedId"])[0]["state"] == "completed"


@pytest.mark.parametrize(
    ("column", "code"),
    [("userSourcedId", "UNKNOWN_STUDENT"), ("classSourcedId", "UNKNOWN_SECTION")],
)
def test_a_name_with_a_slip_of_the_pen_is_refused_with_what_may_be_meant(
    district: School, made: OneRosterSet, column: str, code: str
) -> None:
    row = places(made)[0]
    meant = row[column]
    slip = row | {"sourcedId": word("new"), column: meant.replace("o", "0", 1)}

    job = district.run(delta(made, slip), name="set.zip")

    [issue] = wrong(district, job)
    assert (issue["code"], issue["column_name"]) == (code, column)
    assert f"Did you mean “{meant}”?" in issue["message"]


def test_a_student_number_is_no_id_of_a_set(district: School, made: OneRosterSet) -> None:
    row = places(made)[0]
    numbers = {user["sourcedId"]: user.get("identifier") for user in made.files["users.csv"]}

    job = district.run(
        delta(made, row | {"userSourcedId": numbers[row["userSourcedId"]] or ""}), name="set.zip"
    )

    assert [issue["code"] for issue in wrong(district, job)] == ["UNKNOWN_STUDENT"]
