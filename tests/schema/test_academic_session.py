"""A term lies inside its year, whichever of the two is edited."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from schema.models import AcademicSession
from tests.conftest import Database
from tests.factories import YEAR_BEGINS, YEAR_ENDS, make_term, make_year
from tests.schema.refusal import refused

DAY = timedelta(days=1)
OUTSIDE = "academic_session_within_parent"


def test_a_term_may_be_as_long_as_its_year(session: Session) -> None:
    make_term(session, YEAR_BEGINS, YEAR_ENDS)


@pytest.mark.parametrize(
    ("start_date", "end_date"), [(YEAR_BEGINS - DAY, YEAR_ENDS), (YEAR_BEGINS, YEAR_ENDS + DAY)]
)
def test_a_term_outside_its_year_is_refused(
    session: Session, start_date: date, end_date: date
) -> None:
    with refused(session, OUTSIDE):
        make_term(session, start_date, end_date)


def test_a_term_cannot_grow_out_of_its_year(session: Session) -> None:
    term = make_term(session)

    with refused(session, OUTSIDE):
        term.end_date = YEAR_ENDS + DAY


def test_a_term_cannot_move_to_a_year_it_is_outside_of(session: Session) -> None:
    term = make_term(session)
    short_year = make_year(session)
    short_year.start_date = YEAR_ENDS - DAY
    session.flush()

    with refused(session, OUTSIDE):
        term.parent = short_year


@pytest.mark.parametrize(
    "dates", [{"start_date": YEAR_BEGINS + DAY}, {"end_date": YEAR_ENDS - DAY}]
)
def test_a_year_cannot_shrink_under_its_terms(session: Session, dates: dict[str, date]) -> None:
    year = make_year(session)
    make_term(session, YEAR_BEGINS, YEAR_ENDS, parent=year)

    with refused(session, OUTSIDE):
        session.execute(
            update(AcademicSession).where(AcademicSession.id == year.id).values(**dates)
        )


def test_a_year_and_its_terms_move_together_in_one_statement(session: Session) -> None:
    year = make_year(session)
    make_term(session, YEAR_BEGINS, YEAR_ENDS, parent=year)

    session.execute(
        update(AcademicSession)
        .where((AcademicSession.id == year.id) | (AcademicSession.parent_id == year.id))
        .values(
            start_date=AcademicSession.start_date + 365, end_date=AcademicSession.end_date + 365
        )
        .execution_options(synchronize_session=False)
    )

    moved = session.scalars(
        select(AcademicSession.start_date).where(AcademicSession.parent_id == year.id)
    )
    assert moved.one() == YEAR_BEGINS + timedelta(days=365)


def test_a_session_does_not_end_before_it_begins(session: Session) -> None:
    with refused(session, "academic_session_dates_in_order"):
        make_term(session, date(2026, 12, 18), date(2026, 8, 24))


def test_a_year_cannot_shrink_while_a_term_at_its_end_is_made(database: Database) -> None:
    with database.owner_session() as session:
        year_id = make_year(session).id
    refusals: list[str] = []

    def shrink_year() -> None:
        shrink = update(AcademicSession).where(AcademicSession.id == year_id)
        try:
            with database.owner_session() as session:
                session.execute(shrink.values(end_date=YEAR_ENDS - DAY))
        except IntegrityError as refusal:
            refusals.append(refusal.orig.diag.constraint_name)

    with database.owner_session() as session:
        make_term(session, YEAR_BEGINS, YEAR_ENDS, parent=session.get(AcademicSession, year_id))
        other = Thread(target=shrink_year)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()  # it waits for the term to be decided
    other.join()

    assert refusals == [OUTSIDE]
