"""Previews of sets: a file's rows are held against what earlier files of the set change."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import Size, make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.ec2_batch.imports.test_oneroster_results import refused, result_of
from tests.factories import word

CHANGED = {"status": "active", "dateLastModified": "2026-11-20T08:00:00Z"}
GONE = {"status": "tobedeleted"}


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set that is imported already, but for its results."""
    size = Size(schools=1, courses=1, sections=1, students=3, places=1)
    made = make_set(9, "1.2", prefix=word("r").replace("_", "-") + "-", size=size)
    district.run(made.with_rows("results.csv", []).zipped(), name="set.zip")
    return made


def delta(made: OneRosterSet, **files: Row) -> bytes:
    """Return the zip of a set in which a row of each of these files has changed."""
    changed = {f"{name}.csv": [CHANGED | row] for name, row in files.items()}
    return replace(made, files=changed).zipped("delta")


def place_of(made: OneRosterSet, result: Row) -> Row:
    [place] = (
        row
        for row in made.files["enrollments.csv"]
        if row["userSourcedId"] == result["studentSourcedId"]
    )
    return place


def test_a_place_that_comes_back_together_with_its_result_is_there_in_the_preview(
    district: School, made: OneRosterSet
) -> None:
    result = result_of(made, "-essay")
    place = place_of(made, result)
    district.run(delta(made, enrollments=place | GONE), name="set.zip")
    before = sums(district.database)

    job = district.run(
        delta(made, enrollments=place, results=result), name="set.zip", auto_apply=False
    )

    assert refused(district, job) == []
    counted = {plan["entity"]: (plan["create"], plan["update"]) for plan in job["plan"]}
    assert counted == {"enrollment": (0, 1), "section_staff": (0, 0), "result": (1, 0)}
    assert sums(district.database) == before


def test_a_result_is_held_against_the_range_that_its_line_item_is_to_have(
    district: School, made: OneRosterSet
) -> None:
    result = result_of(made, "-essay", score="150.00")
    [item] = (i for i in made.files["lineItems.csv"] if i["sourcedId"].endswith("-essay"))

    job = district.run(
        delta(made, lineItems=item | {"resultValueMax": "200"}, results=result),
        name="set.zip",
        auto_apply=False,
    )

    assert refused(district, job) == []


def test_who_leaves_in_the_same_set_has_no_new_place_in_the_preview(
    district: School, made: OneRosterSet
) -> None:
    place = place_of(made, result_of(made, "-essay"))
    district.run(delta(made, enrollments=place | GONE), name="set.zip")
    [leaving] = (u for u in made.files["users.csv"] if u["sourcedId"] == place["userSourcedId"])
    roles = made.files["roles.csv"]
    both = replace(
        made,
        files={
            "users.csv": [CHANGED | leaving | GONE],
            "roles.csv": [CHANGED | role for role in roles],
            "enrollments.csv": [CHANGED | place],
        },
    )

    job = district.run(both.zipped("delta"), name="set.zip", auto_apply=False)

    assert refused(district, job) == [("STUDENT_LEFT", "userSourcedId")]


def test_nobody_waits_for_a_preview_who_changes_what_no_other_file_looks_at(
    district: School, made: OneRosterSet
) -> None:
    place = place_of(made, result_of(made, "-essay"))
    [renamed] = (u for u in made.files["users.csv"] if u["sourcedId"] == place["userSourcedId"])
    changes = replace(
        made,
        files={
            "users.csv": [CHANGED | renamed | {"familyName": "Other"}],
            "roles.csv": [CHANGED | role for role in made.files["roles.csv"]],
            "enrollments.csv": [CHANGED | place],
        },
    )

    with district.database.owner_engine.connect() as editor:
        edit = text("UPDATE student SET given_name = 'Zoe' WHERE sourced_id = :key")
        editor.execute(edit, {"key": place["userSourcedId"]})
        # Whoever needs the student's row is refused: the editor has it.
        job = district.run(changes.zipped("delta"), name="set.zip", auto_apply=False)

    assert (job["state"], refused(district, job)) == ("ready", [])
