"""Erasing a student takes everything that names them, wherever it is, and leaves the numbers."""

from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from schema.access.caller import Caller
from schema.access.roles import Role
from schema.erasure.registry import DERIVED, KEPT, PERSONAL
from schema.models import (
    AuditEntry,
    Base,
    Enrollment,
    IdempotencyKey,
    ImportAction,
    ImportChange,
    ImportIssue,
    Result,
    Section,
    Student,
)
from tests.conftest import Database
from tests.factories import (
    made,
    make_caller,
    make_enrollment,
    make_hold,
    make_import_job,
    make_line_item,
    make_preview,
    make_result,
    make_section,
    make_student,
)
from tests.schema.refusal import refused

# Kinds of columns that can say who somebody is.
TELLING = ("text", "date", "timestamp with time zone", "json", "jsonb")
NAMED = ("xanthippe", "quillfeather", "xq-4711", "1999-03-04")


def telling_columns(connection: Connection) -> set[tuple[str, str]]:
    found = connection.execute(
        text(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = ANY (:kinds)"
            " AND table_name <> 'alembic_version'"
        ),
        {"kinds": list(TELLING)},
    )
    return {(table, column) for table, column in found}


def registered(*tables: Any) -> list[tuple[str, str]]:
    return [
        (name, column) for table in tables for name, columns in table.items() for column in columns
    ]


def test_every_column_that_can_name_somebody_is_registered_once(session: Session) -> None:
    erased = {table: entry.columns for table, entry in PERSONAL.items()}
    known = registered(KEPT, DERIVED, erased)
    doubly = {"status", "updated_at"}  # of those erased: set then, and no secret before

    assert telling_columns(session.connection()) - set(known) == set()
    assert {c for c in known if known.count(c) > 1 and c[1] not in doubly} == set()


def test_the_registry_names_columns_that_there_are() -> None:
    erased = {table: entry.columns for table, entry in PERSONAL.items()}
    tables = Base.metadata.tables

    assert [c for c in registered(KEPT, DERIVED, erased) if c[1] not in tables[c[0]].columns] == []


@pytest.fixture
def known_everywhere(database: Database) -> tuple[int, Caller]:
    """A student who has left traces in every table that could hold one, and an administrator."""
    with database.owner_session() as session:
        section = make_section(session)
        student = make_student(
            session,
            section.org,
            given_name="Xanthippe",
            family_name="Quillfeather",
            student_number="XQ-4711",
            sourced_id="sis-XQ-4711",
            email="Xanthippe@Quillfeather.example",
            birth_date="1999-03-04",
            grade_level=9,
        )
        known_at_school(session, section, student)
        known_from_imports(session, student)
        known_from_requests(session, student)
        return student.id, make_caller(session, Role.ADMIN)


def known_at_school(session: Session, section: Section, student: Student) -> None:
    make_enrollment(
        session, student, section, override_reason="Xanthippe moved", sourced_id="e-XQ-4711"
    )
    item = make_line_item(session, section)
    make_result(session, item, student, score=88, posted_at=func.now(), comment="Xanthippe!")
    new = make_preview(session, make_import_job(session, student.org), student)
    new.entity, new.key = "result", f"final:{section.id}:{student.id}"
    new.before, new.after = None, {"comment": "Xanthippe, well done"}
    make_hold(session, student).reason = "Quillfeather owes a book"
    make_caller(session, Role.STUDENT, student=student)
    make_caller(session, Role.GUARDIAN, wards=(student,))


def known_from_imports(session: Session, student: Student) -> None:
    job = make_import_job(session, student.org)
    was = {"email": "old.quillfeather@school.example", "given_name": "Xanthippe"}
    change = {"entity": "student", "entity_id": student.id, "action": ImportAction.UPDATE}
    named = make_import_job(session, student.org)
    named.file_name, named.object_key = "Transcript_Xanthippe-Quillfeather.csv", "inbox/xq_4711.csv"
    issue = ImportIssue(import_job=named, file=named.file_name, line=0, code="X", message="Empty.")
    made(session, issue)
    made(session, ImportChange(import_job=job, before=was, after={"x": "xq-4711"}, **change))
    make_preview(session, job, student)
    for line, value, message in (
        (2, "OLD.quillfeather@school.example", "Taken."),
        (3, None, "“xanthippe@quillfeather.example” is another student's."),
        (4, "XQ-4711 A", "“XQ-4711 A” is not a student number."),
    ):
        issue = {"file": "a.csv", "line": line, "code": "X"}
        made(session, ImportIssue(import_job=job, value=value, message=message, **issue))


def known_from_requests(session: Session, student: Student) -> None:
    entry = {
        "subject": "s",
        "role": "registrar",
        "action": "update",
        "entity": "student",
        "entity_id": student.id,
        "reason": "Xanthippe asked",
        "changes": {"birth_date": ["1999-03-04", None], "name": ["Xanthippe", "X"]},
    }
    session.execute(AuditEntry.__table__.insert(), entry)
    answer = {"id": student.id, "name": "Xanthippe", "email": "x@quillfeather.example"}
    made(session, IdempotencyKey(subject="s", key="k", body_hash="h", response=answer))


def erase(database: Database, caller: Caller, student: int) -> bool:
    with database.connect_as(caller) as connection:
        connection.execute(select(func.set_config("app.reason", "Asked to", True)))
        return bool(connection.scalar(select(func.app.erase_student(student))))


def traces(database: Database) -> dict[str, int]:
    """Return in how many rows of which tables the student is named."""
    with database.owner_session() as session:
        counted = {
            table: session.scalar(
                text(
                    f"SELECT count(*) FROM {table} AS t"  # noqa: S608
                    " WHERE lower(t::text) ~ ANY (:named)"
                ),
                {"named": list(NAMED)},
            )
            for table in Base.metadata.tables
        }
    return {table: count for table, count in counted.items() if count}


def test_nothing_names_an_erased_student_and_the_numbers_stay(
    database: Database, known_everywhere: tuple[int, Caller]
) -> None:
    student, admin = known_everywhere
    before = traces(database)

    assert erase(database, admin, student)

    assert set(before) == {
        *("student", "enrollment", "result", "hold", "import_change", "import_issue", "import_job"),
        "import_preview",
        *("audit_entry", "idempotency_key"),
    }
    assert traces(database) == {}
    with database.owner_session() as session:
        kept = session.scalars(select(Result).filter_by(student_id=student)).one()
        assert (kept.score, kept.posted_at is not None) == (88, True)
        assert session.query(Enrollment).filter_by(student_id=student).count() == 1
        entry = session.scalars(
            select(AuditEntry).filter_by(entity="student", entity_id=student)
        ).one()
        assert entry.changes == {"birth_date": "erased", "name": "erased"}
        wards = session.execute(
            text("SELECT count(*) FROM guardianship WHERE student_id = :id"), {"id": student}
        )
        assert wards.scalar() == 0


@pytest.mark.parametrize("table", ["audit_entry", "import_change"])
def test_what_grows_for_ever_is_not_read_whole(session: Session, table: str) -> None:
    rows = PERSONAL[table].rows.replace("who", "1")
    for way in ("seqscan", "hashjoin", "mergejoin"):  # the demo's tables are small
        session.execute(text(f"SET LOCAL enable_{way} = off"))

    plan = session.scalars(text(f"EXPLAIN SELECT FROM {table} WHERE {rows}")).all()

    assert [line for line in plan if f"Seq Scan on {table}" in line] == []
    # Nor all that is about students, or about enrollments.
    found_by = [line for line in plan if "(entity = " in line]
    assert found_by
    assert [line for line in found_by if "entity_id = " not in line] == []


def test_an_answer_that_holds_a_student_is_found_by_the_student(session: Session) -> None:
    rows = PERSONAL["idempotency_key"].rows.replace("who", "1")
    session.execute(text("SET LOCAL enable_seqscan = off"))

    plan = session.scalars(text(f"EXPLAIN SELECT FROM idempotency_key WHERE {rows}")).all()

    assert [line for line in plan if "idempotency_key_student_idx" in line], plan


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.OPERATOR, Role.TEACHER, Role.AUDITOR])
def test_only_an_administrator_erases(database: Database, role: Role) -> None:
    with database.owner_session() as session:
        caller = make_caller(session, role)

    with pytest.raises(ProgrammingError, match="permission denied for function"):
        erase(database, caller, 1)


def test_without_an_account_nobody_is_erased(database: Database) -> None:
    assert not erase(database, Caller("nobody", Role.ADMIN), 1)


@pytest.mark.parametrize(
    "forged",
    [
        "reason = 'Nicer'",
        "changes = NULL",
        "changes = '{\"score\": [80, 100]}'",
        "subject = 'somebody'",
        "action = 'seen', reason = 'erased'",
    ],
)
def test_the_audit_log_can_lose_a_name_and_nothing_else(session: Session, forged: str) -> None:
    changes = {"score": [80, 85]}
    told = {"subject": "x", "role": "admin", "action": "update", "entity": "result"}
    made(session, AuditEntry(**told, reason="Regraded", changes=changes))

    with refused(session, "audit_entry_append_only"):
        session.execute(text(f"UPDATE audit_entry SET {forged}"))  # noqa: S608
