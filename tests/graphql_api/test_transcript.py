"""The transcript counts as the standing does, and shows who asks no more than they may see."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from schema.access.roles import Role
from schema.models import AcademicSession, LineItemKind, Student
from schema.models.base import RecordStatus
from schema.rules.standing import FinalGrade, standing
from tests import factories as make
from tests.conftest import Database
from tests.graphql_api.conftest import Api

TRANSCRIPT = """
query($id: ID!) {
  student(by: {id: $id}) {
    transcript {
      gpa creditsAttempted creditsEarned
      terms {
        academicSession { id } gpa creditsAttempted creditsEarned
        courses { credits grade { label points earnsCredit } }
      }
    }
  }
}
"""
NOW = make.YEAR_BEGINS

Grades = list[tuple[Decimal, Decimal | None, bool]]


def posted(
    session: Session, student: Student, grades: Grades, term: AcademicSession, **more: Any
) -> None:
    """Give a student final grades: credits, points and whether they earn credit."""
    for credits, points, earns in grades:
        section = make.make_section(session, student.org, term)
        section.course.credits = credits
        entry = make.make_grade(session, make.word("grade"))
        entry.points, entry.earns_credit = points, earns
        scale = {"grade_scale_id": entry.grade_scale_id, "kind": LineItemKind.FINAL}
        item = make.make_line_item(session, section, **scale)
        result = {"grade_scale_entry_id": entry.id, "posted_at": NOW, **more}
        make.make_result(session, item, student, **result)


@pytest.fixture
def transcript(api: Api, database: Database) -> Callable[..., Any]:
    """Give a student grades, and read their transcript."""

    def read(give: Callable[[Session, Student], None], role: Role = Role.ADMIN) -> Any:
        with database.owner_session() as session:
            student = make.make_student(session)
            give(session, student)
            key = f"student_{student.id}"
        data = api(TRANSCRIPT, {"id": key}, role=role).data["student"]
        return data and data["transcript"]

    return read


def test_a_transcript_without_grades_has_no_average(transcript: Callable[..., Any]) -> None:
    shown = transcript(lambda session, student: None)

    nothing = {"gpa": None, "creditsAttempted": "0.00", "creditsEarned": "0.00", "terms": []}
    assert shown == nothing


def test_terms_are_in_order_and_each_adds_up(transcript: Callable[..., Any]) -> None:
    def give(session: Session, student: Student) -> None:
        spring = make.make_term(session, make.TERM_ENDS, make.YEAR_ENDS)
        fall = make.make_term(session)
        posted(session, student, [(Decimal(3), Decimal(4), True)], spring)
        posted(session, student, [(Decimal(1), Decimal(3), True)] * 2, fall)
        posted(session, student, [(Decimal(2), Decimal(0), False)], fall)

    shown = transcript(give)

    sums = [(t["gpa"], t["creditsAttempted"], t["creditsEarned"]) for t in shown["terms"]]
    assert sums == [("1.500", "4.00", "2.00"), ("4.000", "3.00", "3.00")]
    assert [len(term["courses"]) for term in shown["terms"]] == [3, 1]
    assert (shown["gpa"], shown["creditsAttempted"]) == ("2.571", "7.00")


@pytest.mark.parametrize("off", [{"posted_at": None}, {"status": RecordStatus.INACTIVE}])
def test_a_grade_that_is_not_posted_or_not_in_force_does_not_count(
    transcript: Callable[..., Any], off: dict[str, Any]
) -> None:
    def give(session: Session, student: Student) -> None:
        posted(session, student, [(Decimal(3), Decimal(4), True)], make.make_term(session), **off)

    assert transcript(give)["terms"] == []


AMOUNT = st.decimals(0, Decimal("9.99"), places=2)


@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(grades=st.lists(st.tuples(AMOUNT, st.none() | AMOUNT, st.booleans()), max_size=6))
def test_a_transcript_and_the_standing_agree(
    transcript: Callable[..., Any], grades: Grades
) -> None:
    shown = transcript(
        lambda session, student: posted(session, student, grades, make.make_term(session))
    )

    wanted = standing([FinalGrade(*grade) for grade in grades])
    sums = {name: shown[name] for name in ("gpa", "creditsAttempted", "creditsEarned")}
    assert sums == {
        "gpa": None if wanted.gpa is None else str(wanted.gpa),
        "creditsAttempted": f"{wanted.credits_attempted:.2f}",
        "creditsEarned": f"{wanted.credits_earned:.2f}",
    }
