"""A result keeps to its line item, and once posted changes only with a reason."""

from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from schema.access.roles import Role
from schema.models import AuditEntry, GradeScaleEntry, LineItem, LineItemKind, Result
from tests.conftest import Database
from tests.factories import (
    make_caller,
    make_grade,
    make_line_item,
    make_result,
    make_section,
    make_student,
    make_teacher,
)
from tests.schema.refusal import refused

IN_RANGE, OF_SCALE = "result_score_in_range", "result_grade_of_scale"
NEEDS_REASON = "result_change_needs_reason"


def give_reason(session: Session, reason: str) -> None:
    session.execute(select(func.set_config("app.reason", reason, True)))


def make_posted(session: Session) -> Result:
    return make_result(session, score=Decimal(80), posted_at=text("now()"))


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_a_score_outside_its_items_range_is_refused(session: Session, score: str) -> None:
    result = make_result(session, score=Decimal(50))

    with refused(session, IN_RANGE):
        make_result(session, score=Decimal(score))
    with refused(session, IN_RANGE):
        result.score = Decimal(score)


@pytest.mark.parametrize("score", ["0", "100", None])
def test_both_ends_of_the_range_and_no_score_are_allowed(
    session: Session, score: str | None
) -> None:
    make_result(session, score=score and Decimal(score))


def test_one_bad_score_refuses_the_whole_statement(session: Session) -> None:
    results = [make_result(session, score=Decimal(score)) for score in (1, 99)]

    with refused(session, IN_RANGE):
        session.execute(
            update(Result)
            .where(Result.id.in_([result.id for result in results]))
            .values(score=Result.score + 2)
            .execution_options(synchronize_session=False)
        )


@pytest.mark.parametrize("scores", [{"max_score": 79}, {"min_score": 81}])
def test_a_line_items_range_cannot_leave_out_a_score_given(
    session: Session, scores: dict[str, int]
) -> None:
    result = make_result(session, score=Decimal(80))

    with refused(session, IN_RANGE):
        session.execute(update(LineItem).where(LineItem.id == result.line_item_id).values(**scores))


def test_a_grade_of_another_scale_is_refused(session: Session) -> None:
    own, other = make_grade(session), make_grade(session)
    item = make_line_item(session, grade_scale=own.grade_scale)
    result = make_result(session, item, grade_scale_entry=own)

    with refused(session, OF_SCALE):
        make_result(session, item, grade_scale_entry=other)
    with refused(session, OF_SCALE):
        result.grade_scale_entry = other


def test_a_line_item_without_a_scale_has_no_grades(session: Session) -> None:
    with refused(session, OF_SCALE):
        make_result(session, make_line_item(session), grade_scale_entry=make_grade(session))


def test_a_line_items_scale_cannot_change_under_its_grades(session: Session) -> None:
    own, other = make_grade(session), make_grade(session)
    item = make_line_item(session, grade_scale=own.grade_scale)
    make_result(session, item, grade_scale_entry=own)

    with refused(session, OF_SCALE):
        item.grade_scale = other.grade_scale


def test_a_grade_cannot_move_to_another_scale(session: Session) -> None:
    grade, other = make_grade(session), make_grade(session, "B")

    with refused(session, "grade_scale_entry_stays"):
        session.execute(
            update(GradeScaleEntry)
            .where(GradeScaleEntry.id == grade.id)
            .values(grade_scale_id=other.grade_scale_id)
        )


def test_a_section_has_one_final_line_item(session: Session) -> None:
    section = make_section(session)
    make_line_item(session, section, kind=LineItemKind.FINAL)
    make_line_item(session, section)

    with refused(session, "line_item_one_final"):
        make_line_item(session, section, kind=LineItemKind.FINAL)


def test_a_result_is_of_its_line_items_section(session: Session) -> None:
    item, elsewhere = make_line_item(session), make_section(session)
    student = make_student(session)

    with refused(session, "result_line_item_id_fkey"):
        session.add(
            Result(
                line_item_id=item.id,
                section_id=elsewhere.id,
                org_id=elsewhere.org_id,
                student_id=student.id,
            )
        )


@pytest.mark.parametrize(
    "change", [{"score": 81}, {"posted_at": None}, {"comment": "Well done"}, {"status": "inactive"}]
)
def test_a_posted_result_does_not_change_without_a_reason(
    session: Session, change: dict[str, Any]
) -> None:
    result = make_posted(session)
    amend = update(Result).where(Result.id == result.id).values(**change)

    with refused(session, NEEDS_REASON):
        session.execute(amend)
    give_reason(session, "  ")
    with refused(session, NEEDS_REASON):
        session.execute(amend)


def test_a_posted_result_cannot_be_swapped_by_changing_its_id(session: Session) -> None:
    result = make_posted(session)

    with refused(session, NEEDS_REASON):
        session.execute(
            update(Result)
            .where(Result.id == result.id)
            .values(id=Result.id + 1_000_000, score=1)
            .execution_options(synchronize_session=False)
        )


def test_a_result_not_yet_posted_changes_freely(session: Session) -> None:
    result = make_result(session, score=Decimal(80))

    result.score = Decimal(81)
    session.flush()


def test_writing_a_posted_result_as_it_is_needs_no_reason(session: Session) -> None:
    result = make_posted(session)

    session.execute(update(Result).where(Result.id == result.id).values(score=80, src_hash=7))

    audited = select(AuditEntry).filter_by(entity="result", entity_id=result.id)
    assert session.scalars(audited).all() == []


def test_a_teachers_amendment_is_audited_in_their_name(database: Database) -> None:
    with database.owner_session() as session:
        result = make_posted(session)
        staff = make_teacher(session, result.section)
        teacher = make_caller(session, Role.TEACHER, staff=staff)
        result_id = result.id

    with database.connect_as(teacher) as connection:
        connection.execute(select(func.set_config("app.reason", "Regraded the essay", True)))
        connection.execute(update(Result).where(Result.id == result_id).values(score=85))

    with database.owner_session() as session:
        entry = session.scalars(select(AuditEntry).filter_by(entity_id=result_id)).one()
        assert (entry.subject, entry.role) == (teacher.subject, "teacher")
        assert (entry.action, entry.entity) == ("grade.amended", "result")
        assert entry.reason == "Regraded the essay"
        assert entry.changes == {"score": [80.0, 85.0]}


@pytest.mark.parametrize("statement", [update(AuditEntry).values(reason="x"), delete(AuditEntry)])
def test_the_audit_log_is_only_added_to(session: Session, statement: Any) -> None:
    session.add(AuditEntry(subject="x", role="admin", action="seen", entity="student"))
    session.flush()

    with refused(session, "audit_entry_append_only"):
        session.execute(statement)
    with refused(session, "audit_entry_append_only"):
        session.execute(text("TRUNCATE audit_entry"))


def test_a_range_cannot_shrink_while_a_score_at_its_end_is_given(database: Database) -> None:
    with database.owner_session() as session:
        item_id, student_id = make_line_item(session).id, make_student(session).id
    refusals: list[str] = []

    def shrink_range() -> None:
        try:
            with database.owner_session() as session:
                session.execute(update(LineItem).filter_by(id=item_id).values(max_score=90))
        except IntegrityError as refusal:
            refusals.append(refusal.orig.diag.constraint_name)

    with database.owner_session() as session:
        item = session.get_one(LineItem, item_id)
        session.add(Result(line_item=item, student_id=student_id, score=Decimal(100)))
        session.flush()
        other = Thread(target=shrink_range)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()  # it waits for the result to be decided
    other.join()

    assert refusals == [IN_RANGE]
