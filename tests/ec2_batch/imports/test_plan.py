"""Plans: what applying a file would do is shown first, and what was shown is what is done."""

from collections.abc import Callable
from typing import Any

import pytest

from ec2_batch.imports.import_file import import_file
from ec2_batch.outcome import Outcome
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import HEADER, many
from tests.factories import word


def apply(school: School, job_id: int, *, confirmed: bool = False) -> dict[str, Any]:
    """Do what importApply does, and let the worker do the rest."""
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE import_job SET state = 'applying', deactivations_confirmed = %s WHERE id = %s",
            (confirmed, job_id),
        )
    assert import_file(school.edges, job_id) is Outcome.DONE
    return school.job(job_id)


def test_a_plan_counts_what_would_happen_and_writes_no_record(school: School) -> None:
    prefix = word("S")
    school.run(many(4, prefix))
    before = school.contents()

    job = school.run(
        many(2, prefix)
        + f"{prefix}2,Zoe,Family2,{prefix}2@example.org\n{prefix}9,New,One,\n{prefix}10,Bad,,x\n",
        auto_apply=False,
    )

    assert job["state"] == "ready"
    assert job["plan"] == [
        {
            "file": "students.csv", "entity": "student", "rows": 5, "create": 1, "update": 1,
            "unchanged": 2, "deactivate": 0, "rejected": 1, "overwritten": 0,
        }
    ]  # fmt: skip
    after = school.contents()
    assert {k: after[k] for k in ("students", "changes", "events")} == {
        k: before[k] for k in ("students", "changes", "events")
    }
    [changed, new] = school.rows(
        "SELECT line, key, action, before, after, by_hand FROM import_preview"
        " WHERE import_job_id = :id ORDER BY line",
        id=job["id"],
    )
    assert (changed["line"], changed["key"], changed["action"]) == (4, f"{prefix}2", "update")
    assert changed["before"]["given_name"] == "Given2"
    assert changed["after"]["given_name"] == "Zoe"
    assert (new["line"], new["action"], new["before"]) == (5, "create", None)


def test_what_was_shown_is_what_is_applied(school: School) -> None:
    prefix = word("S")
    planned = school.run(many(30, prefix, bad=range(3)), auto_apply=False)

    job = apply(school, planned["id"])

    assert (job["state"], job["rows_created"], job["rows_rejected"]) == (
        "completed_with_issues", 27, 3,
    )  # fmt: skip
    assert len(school.issues(job["id"])) == 3
    assert len(school.contents()["students"]) == 27


def test_records_that_moved_on_since_are_shown_again_before_anything_is_written(
    school: School,
) -> None:
    prefix = word("S")
    school.run(many(3, prefix))
    planned = school.run(many(5, prefix).replace("Given1,", "Zoe,"), auto_apply=False)
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE student SET given_name = 'Eva', version = version + 1"
            " WHERE student_number = %s",
            (f"{prefix}1",),
        )

    job = apply(school, planned["id"])

    assert job["state"] == "ready"
    assert job["message"].startswith("The records have changed since you looked: look again.")
    assert job["plan"][0]["overwritten"] == 1
    assert len(school.contents()["students"]) == 3
    assert apply(school, planned["id"])["state"] == "completed"


def test_who_a_file_does_not_name_leaves_only_if_that_was_asked_for(school: School) -> None:
    prefix = word("S")
    school.run(many(30, prefix))
    school.run(many(28, prefix))
    assert school.rows(
        "SELECT count(*) FROM student WHERE org_id = :org AND status = 'active'"
    ) == [{"count": 30}]

    job = school.run(many(28, prefix, bad=range(1)), deactivate_missing=True)

    assert (job["state"], job["rows_deactivated"]) == ("completed_with_issues", 2)
    left = school.rows(
        "SELECT student_number FROM student WHERE org_id = :org AND status = 'inactive' ORDER BY 1"
    )
    assert [row["student_number"] for row in left] == [f"{prefix}28", f"{prefix}29"]
    told = school.rows(
        "SELECT count(*) FROM outbox JOIN student ON student.id = outbox.entity_id"
        " WHERE org_id = :org AND type = 'student.deactivated'"
    )
    assert told == [{"count": 2}]


@pytest.mark.parametrize("header", ["id,given_name", "id,student_number,given_name"])
def test_who_is_named_by_another_key_than_the_best_one_is_not_missing(
    school: School, header: str
) -> None:
    prefix = word("S")
    school.run(
        "sourced_id,student_number,given_name\n"
        + "".join(f"sis:{prefix}{n},{prefix}{n},Given{n}\n" for n in range(30))
    )
    both = header.count(",") == 2

    job = school.run(
        f"{header}\n"
        + "".join(f"{prefix}{n}{f'x,{prefix}{n}' if both else ''},Given{n}\n" for n in range(29)),
        deactivate_missing=True,
    )

    assert (job["rows_unchanged"], job["rows_deactivated"]) == (29, 1)


def test_what_another_school_teaches_is_not_missing(make_school: Callable[[], School]) -> None:
    school, elsewhere = make_school(), make_school()
    mine, theirs = word("C"), word("C")
    for each, code in ((school, mine), (elsewhere, theirs)):
        each.run(f"code,title\n{code},Biology\n", name="courses.csv")

    job = school.run(f"code,title\n{mine},Biology\n", name="courses.csv", deactivate_missing=True)

    assert (job["state"], job["rows_deactivated"]) == ("completed", 0)
    assert job["format"] == "courses"


def test_many_who_would_leave_must_be_confirmed(school: School) -> None:
    prefix = word("S")
    school.run(many(30, prefix))

    asked = school.run(many(20, prefix), deactivate_missing=True)

    assert (asked["state"], asked["plan"][0]["deactivate"]) == ("ready", 10)
    assert apply(school, asked["id"])["state"] == "ready"
    done = apply(school, asked["id"], confirmed=True)
    assert (done["state"], done["rows_deactivated"]) == ("completed", 10)


def test_nobody_leaves_for_a_row_that_cannot_be_read(school: School) -> None:
    prefix = word("S")
    school.run(many(30, prefix))

    job = school.run(many(28, prefix) + "one,two\n", deactivate_missing=True)

    assert (job["state"], job["rows_deactivated"]) == ("completed_with_issues", 0)
    assert [i["code"] for i in school.issues(job["id"])] == ["WRONG_WIDTH", "NOT_DEACTIVATED"]


def test_a_row_that_only_comes_later_does_not_take_the_record_of_one_passed_by(
    school: School,
) -> None:
    prefix = word("S")
    data = HEADER + f"{prefix},Ada,Lovelace,\n{prefix},Eve,Other,\n"
    school.run(data)
    first = school.contents()["students"]

    again = school.run(data)

    assert (again["rows_unchanged"], again["rows_updated"], again["rows_rejected"]) == (1, 0, 1)
    assert school.contents()["students"] == first
