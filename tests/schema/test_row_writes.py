"""Each role writes its own rows, in its own name, and removes none."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, text, update
from sqlalchemy.exc import ProgrammingError

from schema.access.caller import WORKER
from schema.access.policies import UNDOABLE, WITH_RECORD
from schema.access.roles import Role
from schema.models import (
    AuditEntry,
    Base,
    Course,
    Enrollment,
    Hold,
    IdempotencyKey,
    ImportJob,
    LineItem,
    Outbox,
    ReportJob,
    Result,
    Section,
    Student,
)
from tests.conftest import Database
from tests.factories import word
from tests.schema.school import School

# What people's records are; the worker's queues are not among them.
CLEARED = {"outbox", "inbox", "idempotency_key", "import_issue", "import_preview"}
DOMAIN = sorted(set(Base.metadata.tables) - CLEARED)
# What the worker removes if an import has made it that is being undone, and only then.
UNMADE = UNDOABLE | {part for parts in WITH_RECORD.values() for part in parts} | {"import_change"}


@pytest.fixture
def registrar(database: Database, school: School) -> Iterator[Connection]:
    """The registrar of north, about to write."""
    with database.connect_as(school.caller("registrar of north")) as connection:
        yield connection


@pytest.fixture
def teacher(database: Database, school: School) -> Iterator[Connection]:
    with database.connect_as(school.caller("teacher of ann")) as connection:
        yield connection


def denied(connection: Connection, statement: Any, why: str = "row-level security") -> None:
    """Expect that a statement is refused."""
    with pytest.raises(ProgrammingError, match=why), connection.begin_nested():
        connection.execute(statement)


def org_of(connection: Connection, school: School, name: str) -> int:
    statement = text("SELECT org_id FROM section WHERE id = :id")
    org_id = connection.scalar(statement, {"id": school.key("section", name)})
    assert isinstance(org_id, int)
    return org_id


def new_student(org_id: int) -> Any:
    return insert(Student).values(given_name="Eve", student_number=word("S"), org_id=org_id)


def test_a_registrar_adds_students_to_their_own_school_only(
    registrar: Connection, school: School
) -> None:
    registrar.execute(new_student(org_of(registrar, school, "ann")))

    denied(registrar, new_student(org_of(registrar, school, "cid")))


def test_a_registrar_changes_students_of_their_own_school_only(
    registrar: Connection, school: School
) -> None:
    rename = update(Student).values(given_name="Eve").where
    own, other = (school.key("student", name) for name in ("ann", "cid"))

    assert registrar.execute(rename(Student.id == own)).rowcount == 1
    assert registrar.execute(rename(Student.id == other)).rowcount == 0


def test_a_registrar_cannot_give_a_student_away(registrar: Connection, school: School) -> None:
    own = Student.id == school.key("student", "ann")

    denied(registrar, update(Student).where(own).values(org_id=org_of(registrar, school, "cid")))


def test_a_registrar_cannot_enroll_in_another_school(registrar: Connection, school: School) -> None:
    place = {
        "student_id": school.key("student", "ben"),
        "section_id": school.key("section", "cid"),
        "org_id": org_of(registrar, school, "cid"),
    }

    denied(registrar, insert(Enrollment).values(**place))


def test_seats_are_counted_and_never_written(
    database: Database, registrar: Connection, school: School
) -> None:
    section = Section.id == school.key("section", "ann")
    empty = update(Section).where(section).values(seats_taken=0)

    denied(registrar, empty, "permission denied for table section")
    with database.connect_as(school.caller("admin")) as admin:
        denied(admin, empty, "permission denied for table section")


def test_a_teacher_grades_their_own_section_only(teacher: Connection, school: School) -> None:
    grade = update(Result).values(score=90).where
    own, other = (school.key("result", name) for name in ("ann", "ben"))
    foreign = insert(LineItem).values(
        title="Quiz",
        max_score=10,
        section_id=school.key("section", "ben"),
        org_id=org_of(teacher, school, "ben"),
    )

    teacher.execute(text("SELECT set_config('app.reason', 'Counted again', true)"))
    assert teacher.execute(grade(Result.id == own)).rowcount == 1
    assert teacher.execute(grade(Result.id == other)).rowcount == 0
    denied(teacher, foreign)


def test_a_registrar_keeps_the_catalogue_of_their_own_school_only(
    registrar: Connection, school: School
) -> None:
    north, south = (org_of(registrar, school, name) for name in ("ann", "cid"))
    course = {"title": "Botany", "credits": 1}
    widen = update(Section).values(capacity=31).where
    own, other = (school.key("section", name) for name in ("ann", "cid"))

    registrar.execute(insert(Course).values(code=word("C"), org_id=north, **course))
    assert registrar.execute(widen(Section.id == own)).rowcount == 1
    assert registrar.execute(widen(Section.id == other)).rowcount == 0
    denied(registrar, insert(Course).values(code=word("C"), org_id=south, **course))


def test_a_registrar_holds_students_of_their_own_school_only(
    registrar: Connection, school: School
) -> None:
    hold = insert(Hold).values(kind="financial", reason="Library fine")
    release = update(Hold).values(released_at=func.now()).where
    own, other = (school.key("hold", name) for name in ("ann", "cid"))

    registrar.execute(hold.values(student_id=school.key("student", "ann")))
    assert registrar.execute(release(Hold.id == own)).rowcount == 1
    assert registrar.execute(release(Hold.id == other)).rowcount == 0
    denied(registrar, hold.values(student_id=school.key("student", "cid")))


def test_a_teacher_keeps_neither_catalogue_nor_holds(teacher: Connection, school: School) -> None:
    widen = update(Section).values(capacity=31)
    hold = insert(Hold).values(kind="financial", reason="Library fine")

    denied(teacher, widen, "permission denied for table section")
    denied(teacher, hold.values(student_id=school.key("student", "ann")), "permission denied")


@pytest.mark.parametrize("who", ["student ann", "guardian of ann", "auditor"])
@pytest.mark.parametrize("table", DOMAIN)
def test_who_only_reads_writes_nothing(
    database: Database, school: School, who: str, table: str
) -> None:
    with database.connect_as(school.caller(who)) as connection:
        column = Base.metadata.tables[table].columns.keys()[0]
        for statement in (
            f"UPDATE {table} SET {column} = {column}",  # noqa: S608
            f"INSERT INTO {table} DEFAULT VALUES",
        ):
            denied(connection, text(statement), "permission denied for table")


@pytest.mark.parametrize("table", DOMAIN)
def test_nobody_removes_a_record(database: Database, school: School, table: str) -> None:
    for caller in school.callers.values():
        with database.connect_as(caller) as connection:
            remove = text(f"DELETE FROM {table}")  # noqa: S608
            if caller == WORKER and table in UNMADE:
                assert connection.execute(remove).rowcount == 0
            else:
                denied(connection, remove, "permission denied")
            denied(connection, text(f"TRUNCATE {table}"), "permission denied")


def job(school: School, org_id: int, **columns: Any) -> Any:
    operator = school.caller("operator of north")
    asked = {"requested_by": operator.subject, "requested_role": operator.role, "org_id": org_id}
    file = {"file_name": "a.csv", "object_key": word("uploads")}
    return insert(ImportJob).values(**asked | file | columns)


def test_an_import_runs_in_the_name_and_role_of_who_asked(
    database: Database, school: School
) -> None:
    with database.connect_as(school.caller("operator of north")) as operator:
        own = org_of(operator, school, "ann")
        operator.execute(job(school, own))

        denied(operator, job(school, own, requested_by=school.caller("admin").subject))
        denied(operator, job(school, own, requested_role=Role.ADMIN))
        denied(operator, job(school, org_of(operator, school, "cid")))
        become_admin = update(ImportJob).values(requested_role=Role.ADMIN)
        denied(operator, become_admin, "permission denied for table import_job")


def test_a_report_runs_in_the_name_and_role_of_who_asked(
    teacher: Connection, school: School
) -> None:
    subject = school.caller("teacher of ann").subject
    report = insert(ReportJob).values(report="roster", requested_by=subject)

    teacher.execute(report.values(requested_role=Role.TEACHER))

    denied(teacher, report.values(requested_role=Role.ADMIN))
    denied(teacher, report.values(requested_role=Role.TEACHER, requested_by="somebody"))


def test_an_audit_entry_is_signed_by_who_writes_it(registrar: Connection, school: School) -> None:
    subject = school.caller("registrar of north").subject
    entry = insert(AuditEntry).inline().values(action="seen", entity="student")

    registrar.execute(entry.values(subject=subject, role="registrar"))

    denied(registrar, entry.values(subject=subject, role="admin"))
    denied(registrar, entry.values(subject="somebody", role="registrar"))
    assert registrar.execute(text("SELECT 1 FROM audit_entry")).all() == []


def test_events_are_left_for_the_worker_alone_to_read(
    database: Database, registrar: Connection
) -> None:
    event = insert(Outbox).inline().values(type="student.created", version=1, payload={})
    registrar.execute(event)
    registrar.commit()

    with database.connect_as(dict(WORKER)) as worker:
        taken = "SELECT id FROM outbox FOR UPDATE SKIP LOCKED LIMIT 1"
        assert worker.execute(text(taken)).rowcount == 1
        assert worker.execute(text("DELETE FROM outbox")).rowcount == 1
    with database.connect_as(dict(WORKER)) as worker:
        assert worker.execute(text("SELECT 1 FROM outbox")).all() == []


def test_only_the_worker_reads_events(registrar: Connection) -> None:
    denied(registrar, text("SELECT FROM outbox"), "permission denied for table outbox")


def test_an_idempotency_key_is_its_subjects_own(database: Database, school: School) -> None:
    ours, theirs = school.caller("registrar of north"), school.caller("admin")
    answer = insert(IdempotencyKey).values(key="k", body_hash="h", response={})

    with database.connect_as(ours) as connection:
        connection.execute(answer.values(subject=ours.subject))
        denied(connection, answer.values(subject=theirs.subject))
    with database.connect_as(theirs) as connection:
        assert connection.execute(text("SELECT key FROM idempotency_key")).all() == []
