"""What a OneRoster set called bulk does not list any more, where that is asked for."""

from dataclasses import replace
from typing import Any

import pytest

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import Size, make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.ec2_batch.imports.test_import_and_undo import undo
from tests.ec2_batch.imports.test_plan import apply
from tests.factories import word

STATE = "SELECT state FROM enrollment WHERE sourced_id = :key"


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set that is imported already: a school with a class of twenty in each term."""
    size = Size(schools=1, courses=1, students=20, places=2)
    made = make_set(7, "1.1", prefix=word("m").replace("_", "-") + "-", size=size)
    district.run(made.zipped(), name="set.zip")
    return made


def rows_of(made: OneRosterSet, role: str) -> list[Row]:
    return [row for row in made.files["enrollments.csv"] if row["role"] == role]


def only(made: OneRosterSet, **files: list[Row]) -> OneRosterSet:
    return replace(made, files={f"{name}.csv": rows for name, rows in files.items()})


def bulk(school: School, made: OneRosterSet, how: str = "bulk", **columns: Any) -> dict[str, Any]:
    return school.run(made.zipped(how), name="set.zip", deactivate_missing=True, **columns)


def without(made: OneRosterSet, gone: Row) -> list[Row]:
    return [row for row in made.files["enrollments.csv"] if row is not gone]


@pytest.mark.parametrize(("how", "state"), [("bulk", "withdrawn"), ("delta", "active")])
def test_a_student_who_is_not_listed_any_more_leaves_the_class(
    district: School, made: OneRosterSet, how: str, state: str
) -> None:
    gone = rows_of(made, "student")[0]
    before = sums(district.database)
    fewer = only(made, enrollments=without(made, gone))
    if how == "delta":
        fewer = only(made, enrollments=[{"status": "active", **row} for row in without(made, gone)])

    job = bulk(district, fewer, how)
    after = sums(district.database)
    again = bulk(district, fewer, how)

    assert district.rows(STATE, key=gone["sourcedId"]) == [{"state": state}]
    assert job["rows_deactivated"] == (state == "withdrawn")
    assert (again["rows_deactivated"], sums(district.database)) == (0, after)
    undo(district, job["id"])
    assert sums(district.database) == before


def test_a_preview_of_a_set_holds_grades_against_who_would_have_left(
    district: School, made: OneRosterSet
) -> None:
    gone = rows_of(made, "student")[0]
    item = {
        "sourcedId": word("item"), "title": "Essay", "classSourcedId": gone["classSourcedId"],
        "assignDate": "2026-09-01", "dueDate": "2026-09-02",
        "categorySourcedId": f"{word('c')}", "gradingPeriodSourcedId": "",
    }  # fmt: skip
    grade = {
        "sourcedId": word("result"), "lineItemSourcedId": item["sourcedId"],
        "studentSourcedId": gone["userSourcedId"], "scoreStatus": "fully graded", "score": "80",
        "scoreDate": "2026-09-03",
    }  # fmt: skip
    fewer = without(made, gone)
    before = sums(district.database)

    planned = bulk(
        district,
        only(made, enrollments=fewer, lineItems=[item], results=[grade]),
        auto_apply=False,
    )

    refused = [i["code"] for i in district.issues(planned["id"]) if i["line"]]
    assert (refused, sums(district.database)) == (["NOT_ENROLLED"], before)
    done = apply(district, planned["id"])
    assert (done["rows_deactivated"], done["rows_rejected"]) == (1, 1)
