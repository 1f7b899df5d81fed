"""What a OneRoster set called bulk does not list any more, where that is asked for."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from schema.access.roles import Role
from schema.models import Org, Section
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.oneroster import Size, make_set
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row
from tests.ec2_batch.imports.test_import_and_undo import undo
from tests.ec2_batch.imports.test_plan import apply
from tests.factories import make_caller, make_line_item, make_teacher, word

STATES = {
    "student": "SELECT state FROM enrollment WHERE sourced_id = :key",
    "teacher": "SELECT status AS state FROM section_staff WHERE sourced_id = :key",
}
GONE = {"student": "withdrawn", "teacher": "inactive"}
ROLES = pytest.mark.parametrize("role", STATES)


@pytest.fixture
def made(district: School) -> OneRosterSet:
    """A set that is imported already: a school with a dozen classes of one term."""
    size = Size(schools=1, courses=6, students=20, places=1)
    made = make_set(7, "1.1", prefix=word("m").replace("_", "-") + "-", size=size)
    [*_, fall] = [row["sourcedId"] for row in made.files["academicSessions.csv"]][:2]
    classes = [row | {"termSourcedIds": fall} for row in made.files["classes.csv"]]
    made = made.with_rows("classes.csv", classes)
    district.run(made.zipped(), name="set.zip")
    return made


def another_set(made: OneRosterSet) -> OneRosterSet:
    """Return a set of another school, in the same term."""
    terms = made.files["academicSessions.csv"]
    size = Size(schools=1, courses=6, students=20, places=1)
    theirs = make_set(8, "1.1", prefix=word("n").replace("_", "-") + "-", size=size)
    term = made.files["classes.csv"][0]["termSourcedIds"]
    classes = [
        row | {"termSourcedIds": term, "classCode": row["sourcedId"]}
        for row in theirs.files["classes.csv"]
    ]
    return theirs.with_rows("academicSessions.csv", terms).with_rows("classes.csv", classes)


def rows_of(made: OneRosterSet, role: str) -> list[Row]:
    return [row for row in made.files["enrollments.csv"] if row["role"] == role]


def only(made: OneRosterSet, **files: list[Row]) -> OneRosterSet:
    return replace(made, files={f"{name}.csv": rows for name, rows in files.items()})


def bulk(school: School, made: OneRosterSet, how: str = "bulk", **columns: Any) -> dict[str, Any]:
    return school.run(made.zipped(how), name="set.zip", deactivate_missing=True, **columns)


def without(made: OneRosterSet, gone: Row) -> list[Row]:
    return [row for row in made.files["enrollments.csv"] if row is not gone]


@ROLES
def test_who_is_not_listed_any_more_leaves_the_class(
    district: School, made: OneRosterSet, role: str
) -> None:
    gone = rows_of(made, role)[0]
    before = sums(district.database)
    fewer = only(made, enrollments=without(made, gone))

    job = bulk(district, fewer)
    after = sums(district.database)
    again = bulk(district, fewer)

    assert district.rows(STATES[role], key=gone["sourcedId"]) == [{"state": GONE[role]}]
    assert (job["state"], job["rows_deactivated"], job["rows_updated"]) == ("completed", 1, 0)
    assert (again["rows_deactivated"], sums(district.database)) == (0, after)
    assert undo(district, job["id"])["state"] == "undone"
    assert sums(district.database) == before


@ROLES
def test_nobody_leaves_for_a_file_of_changes(
    district: School, made: OneRosterSet, role: str
) -> None:
    gone = rows_of(made, role)[0]
    rows = [{"status": "active", **row} for row in without(made, gone)]

    job = bulk(district, only(made, enrollments=rows), "delta")

    assert (job["rows_deactivated"], district.issues(job["id"])) == (0, [])
    assert district.rows(STATES[role], key=gone["sourcedId"]) == [{"state": "active"}]


@ROLES
def test_who_comes_back_is_there_again(district: School, made: OneRosterSet, role: str) -> None:
    gone = rows_of(made, role)[0]
    bulk(district, only(made, enrollments=without(made, gone)))

    job = bulk(district, only(made, enrollments=made.files["enrollments.csv"]))

    assert (job["rows_updated"], job["rows_deactivated"]) == (1, 0)
    assert district.rows(STATES[role], key=gone["sourcedId"]) == [{"state": "active"}]


def test_a_file_that_lists_no_teacher_says_nothing_of_teachers(
    district: School, made: OneRosterSet
) -> None:
    job = bulk(district, only(made, enrollments=rows_of(made, "student")))

    assert (job["state"], job["rows_deactivated"]) == ("completed", 0)


def test_a_preview_names_who_would_teach_what_no_more(district: School, made: OneRosterSet) -> None:
    gone = rows_of(made, "teacher")[0]

    job = bulk(district, only(made, enrollments=without(made, gone)), auto_apply=False)

    [shown] = district.rows(
        "SELECT preview.entity, action, before, after, staff.name, section.code"
        " FROM import_preview AS preview"
        " JOIN section_staff AS record ON record.sourced_id = preview.key"
        " JOIN staff ON staff.id = staff_id JOIN section ON section.id = section_id"
        " WHERE import_job_id = :id",
        id=job["id"],
    )
    assert (shown["entity"], shown["action"]) == ("section_staff", "deactivate")
    assert shown["before"] == {
        "staff": shown["name"], "section": shown["code"], "status": "active",
    }  # fmt: skip
    assert shown["after"] == {"status": "inactive"}


def test_a_teacher_set_down_here_by_hand_stays(district: School, made: OneRosterSet) -> None:
    key = rows_of(made, "teacher")[0]["classSourcedId"]
    with district.database.owner_session() as session:
        section = session.query(Section).filter_by(sourced_id=key).one()
        staff_id = make_teacher(session, section).id

    job = bulk(district, only(made, enrollments=made.files["enrollments.csv"]))

    assert (job["state"], job["rows_deactivated"]) == ("completed", 0)
    assert district.rows("SELECT status FROM section_staff WHERE staff_id = :id", id=staff_id) == [
        {"status": "active"}
    ]
    [issue] = district.issues(job["id"])
    assert issue["message"].startswith("1 that this file does not name stay: they were made here")


@ROLES
def test_of_two_schools_only_the_one_that_is_listed_loses_somebody(
    district: School, made: OneRosterSet, role: str
) -> None:
    gone = rows_of(made, role)[0]
    with district.database.owner_session() as session:
        org = session.query(Org).filter_by(sourced_id=gone["schoolSourcedId"]).one()
        caller = make_caller(session, Role.OPERATOR, org=org)
        operator = replace(district, org_id=org.id, operator=caller)
    theirs = another_set(made)
    assert district.run(theirs.zipped(), name="set.zip")["rows_rejected"] == 0
    other = rows_of(theirs, role)[0]
    rows = [*without(made, gone), *without(theirs, other)]

    job = bulk(operator, only(made, enrollments=rows))

    assert (job["state"], job["rows_deactivated"]) == ("completed_with_issues", 1)
    assert district.rows(STATES[role], key=gone["sourcedId"]) == [{"state": GONE[role]}]
    assert district.rows(STATES[role], key=other["sourcedId"]) == [{"state": "active"}]


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
        only(
            made, enrollments=fewer, lineItems=[*made.files["lineItems.csv"], item], results=[grade]
        ),
        auto_apply=False,
    )

    refused = [i["code"] for i in district.issues(planned["id"]) if i["line"]]
    assert (refused, sums(district.database)) == (["NOT_ENROLLED"], before)
    done = apply(district, planned["id"])
    assert (done["rows_deactivated"], done["rows_rejected"]) == (1, 1)


ITEM = "SELECT status FROM line_item WHERE sourced_id = :key"


def items_of(made: OneRosterSet, kind: str) -> list[Row]:
    return [row for row in made.files["lineItems.csv"] if row["sourcedId"].endswith(f"-{kind}")]


def without_item(made: OneRosterSet, *gone: Row) -> OneRosterSet:
    rows = made.files["lineItems.csv"]
    return only(made, lineItems=[row for row in rows if row not in gone])


def ungraded(district: School, key: str) -> None:
    """Make an essay one that nobody has a posted grade for."""
    with district.database.owner_session() as session:
        session.execute(text("SELECT set_config('app.reason', 'Of a test', true)"))
        session.execute(
            text(
                "UPDATE result SET posted_at = NULL WHERE line_item_id ="
                " (SELECT id FROM line_item WHERE sourced_id = :key)"
            ),
            {"key": key},
        )


def test_work_that_is_not_listed_any_more_goes_unless_grades_for_it_are_posted(
    district: School, made: OneRosterSet
) -> None:
    graded = {row["lineItemSourcedId"] for row in made.files["results.csv"]
              if row["scoreStatus"] == "fully graded"}  # fmt: skip
    gone, posted = (
        items_of(made, "essay")[0],
        next(row for row in items_of(made, "essay")[1:] if row["sourcedId"] in graded),
    )
    ungraded(district, gone["sourcedId"])
    before = sums(district.database)
    fewer = without_item(made, gone, posted)

    job = bulk(district, fewer)
    after = sums(district.database)
    again = bulk(district, fewer)

    assert (job["state"], job["rows_deactivated"]) == ("completed", 1)
    assert district.rows(ITEM, key=gone["sourcedId"]) == [{"status": "inactive"}]
    assert district.rows(ITEM, key=posted["sourcedId"]) == [{"status": "active"}]
    [issue] = district.issues(job["id"])
    assert issue["message"].startswith("1 that this file does not name stay: grades for them")
    assert (again["rows_deactivated"], sums(district.database)) == (0, after)
    assert undo(district, job["id"])["state"] == "undone"
    assert sums(district.database) == before


def test_work_whose_row_has_lost_its_id_stays(district: School, made: OneRosterSet) -> None:
    gone = items_of(made, "essay")[0]
    ungraded(district, gone["sourcedId"])
    rest = without_item(made, gone).files["lineItems.csv"]

    job = bulk(district, only(made, lineItems=[*rest, gone | {"sourcedId": ""}]))

    assert (job["rows_rejected"], job["rows_deactivated"]) == (1, 0)
    assert district.rows(ITEM, key=gone["sourcedId"]) == [{"status": "active"}]


def test_a_final_grade_is_never_taken_away_by_a_list_of_work(
    district: School, made: OneRosterSet
) -> None:
    finals = items_of(made, "final")

    job = bulk(district, without_item(made, *finals))

    assert (job["state"], job["rows_deactivated"], district.issues(job["id"])) == (
        "completed", 0, [],
    )  # fmt: skip


def test_work_that_a_teacher_has_set_here_stays(district: School, made: OneRosterSet) -> None:
    with district.database.owner_session() as session:
        key = made.files["classes.csv"][0]["sourcedId"]
        section = session.query(Section).filter_by(sourced_id=key).one()
        item = make_line_item(session, section, sourced_id=word("quiz"))
        name = item.sourced_id

    job = bulk(district, without_item(made))

    assert (job["rows_deactivated"], district.rows(ITEM, key=name)) == (0, [{"status": "active"}])
    assert [i["code"] for i in district.issues(job["id"])] == ["NOT_DEACTIVATED"]


def test_no_grade_goes_because_a_file_lacks_it_and_the_import_says_why(
    district: School, made: OneRosterSet
) -> None:
    before = sums(district.database)

    job = bulk(district, only(made, results=made.files["results.csv"][1:]))

    assert (job["rows_deactivated"], sums(district.database)) == (0, before)
    [issue] = district.issues(job["id"])
    assert issue["code"] == "NOT_DEACTIVATED"
    assert issue["message"].startswith("A grade changes only with a reason")
