"""Undo: what an import did is taken back; what somebody has touched since stays and is named."""

from datetime import UTC, date, datetime
from threading import Event as Signal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from ec2_batch.imports.import_file import ImportEdges
from ec2_batch.imports.undo import take_back
from ec2_batch.imports.undo.undo_import import undo_import
from ec2_batch.outcome import Outcome
from schema.models import ImportAction, ImportJob, Section, Student
from tests.conftest import Database
from tests.ec2_batch.imports.import_trail import Trail, begin_import, sums
from tests.factories import (
    make_course,
    make_enrollment,
    make_hold,
    make_line_item,
    make_org,
    make_result,
    make_section,
    make_staff,
    make_student,
    word,
)


class OneChunk(Signal):
    """A worker that is told to end while it works on its first chunk."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > 1


def edges(engine: Engine, stopping: Signal | None = None) -> ImportEdges:
    nothing: Any = None
    return ImportEdges(engine, nothing, "uploads", "reports", date.today, stopping or Signal())


def undo(engine: Engine, job_id: int) -> None:
    assert undo_import(edges(engine), job_id) is Outcome.DONE


def job(database: Database, job_id: int) -> dict[str, Any]:
    return rows(database, "SELECT * FROM import_job WHERE id = :id", job_id)[0]


def rows(database: Database, statement: str, job_id: int) -> list[dict[str, Any]]:
    with database.owner_session() as session:
        return [dict(row) for row in session.execute(text(statement), {"id": job_id}).mappings()]


def issues(database: Database, job_id: int) -> list[tuple[str, str, str]]:
    found = rows(database, "SELECT * FROM import_issue WHERE import_job_id = :id", job_id)
    return [(row["code"], row["value"], row["message"]) for row in found]


@pytest.fixture
def known(database: Database) -> dict[str, Any]:
    """A section that was there before, with a student, a posted result and who teaches."""
    with database.owner_session() as session:
        section = make_section(session)
        student = make_student(session, section.org, email=f"{word('ada')}@example.org")
        make_enrollment(session, student, section)
        item = make_line_item(session, section)
        posted = make_result(session, item, student, score=80, posted_at=datetime.now(UTC))
        session.flush()
        session.expunge_all()
        return {"section": section, "student": student, "result": posted, "item": item}


def import_everything(trail: Trail, known: dict[str, Any]) -> None:
    """Make one of everything, and change and deactivate what is known."""
    session = trail.session
    section, student, posted = (
        session.merge(known[name], load=False) for name in ("section", "student", "result")
    )
    org = section.org
    course = trail.made(make_course(session, org))
    calendar = {"academic_session": section.academic_session, "capacity": 30}
    new = trail.made(Section(org=org, course=course, code=word("C"), title="Art", **calendar))
    trail.made(make_staff(session, org))
    trail.made(make_line_item(session, new))
    for _ in range(5):
        pupil = trail.made(make_student(session, org))
        trail.made(make_enrollment(session, pupil, section))
        trail.made(make_enrollment(session, pupil, new))
    trail.change(student, given_name="Augusta", email=None)
    trail.change(posted, score=81)
    # A second time, by another of the file's rows.
    trail.change(student, ImportAction.DEACTIVATE, status="inactive")


def test_an_undone_import_leaves_every_record_as_it_was(
    database: Database, engine: Engine, known: dict[str, Any]
) -> None:
    with database.owner_session() as session:
        job_id = begin_import(session).job.id
    before = sums(database)
    with database.owner_session() as session:
        import_everything(Trail(session, session.get_one(ImportJob, job_id)), known)
    assert {name for name, total in sums(database).items() if total != before[name]} >= {
        *("student", "enrollment", "section", "course", "staff", "line_item", "result"),
    }

    undo(engine, job_id)

    assert sums(database) == before
    ended = job(database, job_id)
    assert (ended["state"], ended["message"]) == (
        "undone",
        "All 22 records that it wrote are as they were before the import.",
    )
    assert ended["finished_at"] is not None
    told = "SELECT type FROM outbox WHERE type LIKE 'import.%' AND entity_id = :id"
    assert rows(database, told, job_id) == [{"type": "import.undone"}]
    audited = (
        "SELECT action, role, changes FROM audit_entry"
        " WHERE entity = 'import_job' AND entity_id = :id"
    )
    assert rows(database, audited, job_id) == [
        {
            "action": "import.undone",
            "role": "worker",
            "changes": {"state": ["undoing", "undone"], "records_undone": [0, 22]},
        }
    ]


def test_what_was_changed_since_stays_and_is_named(database: Database, engine: Engine) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        made = [trail.made(make_student(session)) for _ in range(3)]
        old = make_student(session)
        trail.change(old, given_name="Augusta")
        made[1].given_name = old.given_name = "Eve"
        job_id, keys, ids = trail.job.id, [old.sourced_id, made[1].sourced_id], [s.id for s in made]

    undo(engine, job_id)

    with database.owner_session() as session:
        left = [session.get(Student, key) for key in ids]
        assert [student and student.given_name for student in left] == [None, "Eve", None]
    stays = "This student was changed after the import and stays as it is."
    assert issues(database, job_id) == [("CHANGED_SINCE", key, stays) for key in keys]
    ended = job(database, job_id)
    assert (ended["state"], ended["message"]) == (
        "partially_undone",
        "Of 4 records 2 went back; 2 were changed or used since and stay: " + ", ".join(keys) + ".",
    )


def test_of_many_that_stay_ten_are_named_in_the_sentence(
    database: Database, engine: Engine
) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        for _ in range(12):
            trail.made(make_student(session)).given_name = "Eve"
        job_id = trail.job.id

    undo(engine, job_id)

    message = job(database, job_id)["message"]
    assert message.startswith("Of 12 records 0 went back; 12 were changed or used since and stay: ")
    assert message.count(", ") == 9
    assert message.endswith(" and 2 more.")
    assert len(issues(database, job_id)) == 12


def test_what_is_used_since_stays_and_the_rest_goes(database: Database, engine: Engine) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        made = [trail.made(make_student(session)) for _ in range(8)]
        make_hold(session, made[3])
        job_id, key, ids = trail.job.id, made[3].sourced_id, [student.id for student in made]

    undo(engine, job_id)

    with database.owner_session() as session:
        assert [n for n, i in enumerate(ids) if session.get(Student, i)] == [3]
    used = "This student is used by a record of kind hold since the import and stays."
    assert issues(database, job_id) == [("IN_USE", key, used)]


def test_what_keeps_many_records_is_found_at_once(
    database: Database, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        made = [trail.made(make_student(session)) for _ in range(40)]
        for student in made[::2]:
            make_hold(session, student)
        job_id = trail.job.id
    tried = list[int]()
    written = take_back._written

    def counted(cursor: Any, part: Any) -> Any:
        tried.append(len(part.changes))
        return written(cursor, part)

    monkeypatch.setattr(take_back, "_written", counted)

    undo(engine, job_id)

    assert tried == [40, 20]
    assert len(issues(database, job_id)) == 20


def test_each_record_stays_for_what_uses_it(database: Database, engine: Engine) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        org, section = make_org(session), make_section(session)
        parent = trail.made(make_org(session))
        made = [trail.made(make_student(session, org)) for _ in range(9)]
        trail.made(make_org(session, parent))  # which goes with its parent
        for student in made[1:7:2]:
            make_enrollment(session, student, section)
        make_result(session, make_line_item(session, section), made[4])
        make_hold(session, made[6])
        job_id, keys = trail.job.id, [student.sourced_id for student in made]

    undo(engine, job_id)

    stays = {key: message for _, key, message in issues(database, job_id)}
    assert {keys.index(key): message.split()[9] for key, message in stays.items()} == {
        **dict.fromkeys((1, 3, 5), "enrollment"),
        4: "result",
        6: "hold",
    }


def test_what_has_lost_its_place_to_another_record_stays(
    database: Database, engine: Engine
) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        number = word("S")
        old, other = make_student(session, student_number=number), make_student(session)
        trail.change(other, given_name="Augusta")
        trail.change(old, student_number=word("S"))
        make_student(session, student_number=number)
        job_id, key, other_id = trail.job.id, old.sourced_id, other.id

    undo(engine, job_id)

    with database.owner_session() as session:
        assert session.get_one(Student, other_id).given_name == "Ada"
    gone = "This student cannot go back: other records have changed around it. It stays."
    assert issues(database, job_id) == [("IN_THE_WAY", key, gone)]


def test_what_was_erased_is_not_put_back(database: Database, engine: Engine) -> None:
    with database.owner_session() as session:
        trail = begin_import(session)
        student = make_student(session)
        enrollment = make_enrollment(session, student)
        trail.change(enrollment, override_reason="Moved")
        blank = text("UPDATE import_change SET before = '{}' WHERE import_job_id = :id")
        session.execute(blank, {"id": trail.job.id})
        job_id, key = trail.job.id, enrollment.sourced_id

    undo(engine, job_id)

    assert [(code, value) for code, value, _ in issues(database, job_id)] == [
        ("CHANGED_SINCE", key)
    ]
