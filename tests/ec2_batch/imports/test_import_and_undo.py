"""An import that was really made is really taken back, to the last column."""

from typing import Any

import pytest
from sqlalchemy import select

from ec2_batch.imports.undo.undo_import import undo_import
from ec2_batch.outcome import Outcome
from schema.models import Course, Student
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.import_trail import sums
from tests.ec2_batch.imports.test_import_legacy import open_course, rows_of
from tests.ec2_batch.imports.test_import_students import many
from tests.factories import make_enrollment, word


def undo(school: School, job_id: int) -> dict[str, Any]:
    """Do what importUndo does, and let the worker do the rest."""
    with school.database.owner_session() as session:
        session.connection().exec_driver_sql(
            "UPDATE import_job SET state = 'undoing' WHERE id = %s", (job_id,)
        )
    assert undo_import(school.edges, job_id) is Outcome.DONE
    return school.job(job_id)


def test_students_are_as_they_were_before_a_file_added_changed_and_dropped_some(
    school: School,
) -> None:
    prefix = word("S")
    school.run(many(40, prefix))
    before = sums(school.database)

    job = school.run(
        many(38, prefix).replace("Given7,", "Zoe,") + f"{prefix}99,New,One,\n",
        deactivate_missing=True,
    )
    assert (job["rows_created"], job["rows_updated"], job["rows_deactivated"]) == (1, 1, 2)
    assert sums(school.database)["student"] != before["student"]
    undone = undo(school, job["id"])

    assert undone["state"] == "undone"
    assert sums(school.database) == before
    # And what the records hold is known again: the first file changes nothing.
    assert school.run(many(40, prefix))["rows_unchanged"] == 40


def test_places_go_before_the_students_who_have_them(school: School) -> None:
    code, before = open_course(school, 2), sums(school.database)

    job = school.run("name,email,course\n" + rows_of(word("p"), 4, code))
    undone = undo(school, job["id"])

    assert (undone["state"], sums(school.database)) == ("undone", before)


@pytest.mark.parametrize("touched", ["version", "place"])
def test_a_new_student_whom_somebody_has_touched_since_stays(school: School, touched: str) -> None:
    code, prefix = open_course(school, 9), word("p")
    job = school.run(many(3, prefix))
    with school.database.owner_session() as session:
        [student] = session.scalars(select(Student).filter_by(student_number=f"{prefix}1"))
        if touched == "version":
            student.version += 1
        else:
            course = session.scalars(select(Course).filter_by(code=code)).one()
            make_enrollment(session, student, course.sections[0])

    undone = undo(school, job["id"])

    assert undone["state"] == "partially_undone"
    assert [s["student_number"] for s in school.contents()["students"]] == [f"{prefix}1"]
    assert f"{prefix}1" in undone["message"]
