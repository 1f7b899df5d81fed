"""What a preview shows of a change: names, where a record holds other records' numbers."""

from schema.models import Org
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.places import file_of, open_class
from tests.ec2_batch.imports.test_import_students import many
from tests.factories import word

SHOWN = "SELECT before, after FROM import_preview WHERE import_job_id = :id ORDER BY line"


def test_the_school_of_a_new_student_is_shown_by_its_name(school: School) -> None:
    with school.database.owner_session() as session:
        name = session.get_one(Org, school.org_id).name
    data = f"student_number,given_name,school\n{word('S')},Ada,{name}\n"
    planned = school.run(data, auto_apply=False)

    [shown] = school.rows(SHOWN, id=planned["id"])

    assert shown["before"] is None
    assert shown["after"]["org"] == name
    assert not [key for key in shown["after"] if key.endswith("_id") and key != "sourced_id"]


def test_a_place_is_shown_by_student_and_section(school: School) -> None:
    taken = open_class(school)
    planned = school.run(file_of(taken, "active"), name="enrollments.csv", auto_apply=False)

    [shown] = school.rows(SHOWN, id=planned["id"])

    assert (shown["after"]["student"], shown["after"]["section"]) == (taken.students[0], taken.code)
    assert shown["after"]["state"] == "active"


def test_who_would_leave_is_named(school: School) -> None:
    prefix = word("S")
    school.run(many(30, prefix))

    planned = school.run(many(28, prefix), deactivate_missing=True, auto_apply=False)

    shown = school.rows(
        "SELECT line, entity, student_number AS number, action, before, after FROM import_preview"
        " LEFT JOIN student ON student.sourced_id = key WHERE import_job_id = :id ORDER BY number",
        id=planned["id"],
    )
    assert [row["number"] for row in shown] == [f"{prefix}28", f"{prefix}29"]
    [said] = {(row["line"], row["entity"], row["action"]) for row in shown}
    assert said == (0, "student", "deactivate")
    assert (shown[0]["before"], shown[0]["after"]) == (
        {"status": "active"},
        {"status": "inactive"},
    )
    assert planned["plan"][0]["deactivate"] == 2
