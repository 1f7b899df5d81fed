"""An enrollment is one place, in its section's school and inside its section's term."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from schema.models import AcademicSession, Enrollment, EnrollmentState, Section
from tests.conftest import Database
from tests.factories import (
    TERM_BEGINS,
    TERM_ENDS,
    make_enrollment,
    make_org,
    make_section,
    make_student,
    make_term,
)
from tests.schema.refusal import refused

DAY = timedelta(days=1)
OUTSIDE = "enrollment_within_session"


@pytest.mark.parametrize("state", [EnrollmentState.ACTIVE, EnrollmentState.COMPLETED])
def test_a_student_has_one_place_in_a_section(session: Session, state: EnrollmentState) -> None:
    held = make_enrollment(session, state=state)

    with refused(session, "enrollment_one_place"):
        make_enrollment(session, held.student, held.section)


def test_who_waits_for_a_seat_cannot_take_one_beside(session: Session) -> None:
    section = make_section(session)
    waiting = {"state": EnrollmentState.WAITLISTED, "waitlisted_at": section.created_at}
    held = make_enrollment(session, section=section, **waiting)

    with refused(session, "enrollment_one_place"):
        make_enrollment(session, held.student, section)


def test_a_student_may_leave_and_come_back(session: Session) -> None:
    left = make_enrollment(session, state=EnrollmentState.WITHDRAWN)

    make_enrollment(session, left.student, left.section)
    make_enrollment(session, left.student, left.section, state=EnrollmentState.WITHDRAWN)


def test_who_waits_has_waited_since_some_moment(session: Session) -> None:
    with refused(session, "enrollment_waits_since"):
        make_enrollment(session, state=EnrollmentState.WAITLISTED)


def test_an_enrollment_is_of_its_sections_school(session: Session) -> None:
    section, elsewhere = make_section(session), make_org(session)
    student = make_student(session)

    with refused(session, "enrollment_section_id_fkey"):
        session.add(Enrollment(student_id=student.id, section_id=section.id, org_id=elsewhere.id))


def test_enrollments_follow_their_section_to_another_school(session: Session) -> None:
    enrollment, elsewhere = make_enrollment(session), make_org(session)

    session.execute(
        update(Section).where(Section.id == enrollment.section_id).values(org_id=elsewhere.id)
    )

    org_id = select(Enrollment.org_id).where(Enrollment.id == enrollment.id)
    assert session.scalars(org_id).one() == elsewhere.id


@pytest.mark.parametrize(
    "dates",
    [
        {"begin_date": TERM_BEGINS - DAY},
        {"begin_date": TERM_ENDS + DAY},
        {"end_date": TERM_ENDS + DAY},
        {"end_date": TERM_BEGINS - DAY},
        {"begin_date": TERM_BEGINS, "end_date": TERM_ENDS + DAY},
    ],
)
def test_an_enrollment_lies_inside_its_term(session: Session, dates: dict[str, date]) -> None:
    enrollment = make_enrollment(session)

    with refused(session, OUTSIDE):
        make_enrollment(session, **dates)
    with refused(session, OUTSIDE):
        session.execute(update(Enrollment).where(Enrollment.id == enrollment.id).values(**dates))


def test_an_enrollment_may_be_as_long_as_its_term(session: Session) -> None:
    make_enrollment(session, begin_date=TERM_BEGINS, end_date=TERM_ENDS)


@pytest.mark.parametrize(
    "dates", [{"start_date": TERM_BEGINS + DAY}, {"end_date": TERM_ENDS - DAY}]
)
def test_a_term_cannot_shrink_under_an_enrollment(session: Session, dates: dict[str, date]) -> None:
    term = make_term(session)
    make_enrollment(
        session, None, make_section(session, term=term), begin_date=TERM_BEGINS, end_date=TERM_ENDS
    )

    with refused(session, OUTSIDE):
        session.execute(
            update(AcademicSession).where(AcademicSession.id == term.id).values(**dates)
        )


def test_a_term_without_dated_enrollments_may_shrink(session: Session) -> None:
    term = make_term(session)
    make_enrollment(session, None, make_section(session, term=term))

    term.end_date = TERM_ENDS - DAY
    session.flush()


def test_a_section_cannot_move_to_a_term_its_enrollments_are_outside_of(session: Session) -> None:
    spring = make_term(session, date(2027, 1, 11), date(2027, 5, 28))
    enrollment = make_enrollment(session, begin_date=TERM_BEGINS)

    with refused(session, OUTSIDE):
        session.execute(
            update(Section)
            .where(Section.id == enrollment.section_id)
            .values(academic_session_id=spring.id)
        )


def test_a_term_cannot_shrink_while_an_enrollment_at_its_end_is_made(database: Database) -> None:
    with database.owner_session() as session:
        term = make_term(session)
        section, student = make_section(session, term=term), make_student(session)
        place = {"section_id": section.id, "org_id": section.org_id, "student_id": student.id}
        shrink = update(AcademicSession).where(AcademicSession.id == term.id)
    refusals: list[str] = []

    def shrink_term() -> None:
        try:
            with database.owner_session() as session:
                session.execute(shrink.values(end_date=TERM_ENDS - DAY))
        except IntegrityError as refusal:
            refusals.append(refusal.orig.diag.constraint_name)

    with database.owner_session() as session:
        session.add(Enrollment(end_date=TERM_ENDS, **place))
        session.flush()
        other = Thread(target=shrink_term)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()  # it waits for the enrollment to be decided
    other.join()

    assert refusals == [OUTSIDE]
