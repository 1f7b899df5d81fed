"""Undo: what was computed of grades follows them."""

from sqlalchemy import Engine, text

from tests.conftest import Database
from tests.ec2_batch.imports.import_trail import begin_import
from tests.ec2_batch.imports.test_undo import job, rows, undo
from tests.factories import make_line_item, make_result, make_section, make_student


def test_a_standing_goes_with_its_student(database: Database, engine: Engine) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        student = trail.made(make_student(session))
        standing = text("INSERT INTO student_standing (student_id) VALUES (:id)")
        session.execute(standing, {"id": student.id})
        job_id = trail.job.id

    undo(engine, job_id)

    assert job(database, job_id)["state"] == "undone"


def test_standings_are_computed_anew_from_the_grades_that_are_left(
    database: Database, engine: Engine
) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        section = make_section(session)
        student = make_student(session, section.org)
        result = make_result(session, make_line_item(session, section), student, score=80)
        trail.made(result)
        job_id, named = trail.job.id, (result.id, student.id, section.id)

    undo(engine, job_id)

    told = "SELECT payload FROM outbox WHERE type = 'grade.amended' AND entity_id = :id"
    [event] = rows(database, told, named[0])
    assert event["payload"] == dict(zip(("resultId", "studentId", "sectionId"), named, strict=True))
