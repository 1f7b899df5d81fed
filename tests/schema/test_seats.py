"""A section never has more students than seats, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from schema.access.roles import Role
from schema.models import Enrollment, EnrollmentState, Section
from tests.conftest import Database
from tests.factories import make_caller, make_enrollment, make_org, make_section, make_student
from tests.schema.refusal import refused

FULL = "section_seats_within_capacity"


def seats_taken(session: Session, section: Section) -> int:
    return session.scalars(select(Section.seats_taken).where(Section.id == section.id)).one()


def enroll_all(session: Session, section: Section, count: int) -> None:
    rows = [
        {"student_id": make_student(session).id, "section_id": section.id, "org_id": section.org_id}
        for _ in range(count)
    ]
    session.execute(insert(Enrollment), rows)


def test_thirty_two_racing_requests_fill_ten_seats(database: Database) -> None:
    racers, seats = 32, 10
    with database.owner_session() as session:
        org = make_org(session)
        section = make_section(session, org, capacity=seats)
        students = [make_student(session, org).id for _ in range(racers)]
        registrar = make_caller(session, Role.REGISTRAR, org=org)
        place = {"section_id": section.id, "org_id": org.id}
    together = Barrier(racers)

    def enroll(student_id: int) -> str | None:
        try:
            with database.connect_as(registrar) as connection:
                together.wait()
                connection.execute(insert(Enrollment).values(student_id=student_id, **place))
        except IntegrityError as refusal:
            return str(refusal.orig.diag.constraint_name)
        return None

    with ThreadPoolExecutor(racers) as pool:
        outcomes = list(pool.map(enroll, students))

    assert sorted(map(str, outcomes)) == ["None"] * seats + [FULL] * (racers - seats)
    with database.owner_session() as session:
        taken = session.scalars(select(Section.seats_taken).filter_by(id=place["section_id"]))
        rows = session.scalars(select(Enrollment).filter_by(section_id=place["section_id"]))
        assert (taken.one(), len(rows.all())) == (seats, seats)


def test_bulk_loads_of_the_same_sections_do_not_deadlock(database: Database) -> None:
    loaders, rounds, chance = 8, 12, Random(7)  # noqa: S311 - not a secret
    with database.owner_session() as session:
        org = make_org(session)
        sections = [make_section(session, org).id for _ in range(40)]
        students = [make_student(session, org).id for _ in range(loaders * rounds)]
        registrar = make_caller(session, Role.REGISTRAR, org=org)
        org_id = org.id
    loads = [
        [
            {"student_id": student, "section_id": section, "org_id": org_id}
            for section in chance.sample(sections, chance.randint(2, 12))
        ]
        for student in students
    ]

    def load(rows: list[dict[str, int]]) -> None:
        with database.connect_as(registrar) as connection:
            connection.execute(insert(Enrollment).values(rows))

    with ThreadPoolExecutor(loaders) as pool:
        list(pool.map(load, loads))

    with database.owner_session() as session:
        taken = session.scalars(select(Section.seats_taken).where(Section.id.in_(sections)))
        assert sum(taken) == sum(map(len, loads))


def test_one_statement_cannot_overfill_a_section(session: Session) -> None:
    section = make_section(session, capacity=2)

    with refused(session, FULL):
        enroll_all(session, section, 3)

    assert seats_taken(session, section) == 0


def test_a_bulk_load_is_counted_section_by_section(session: Session) -> None:
    first, second = make_section(session), make_section(session)

    enroll_all(session, first, 3)
    enroll_all(session, second, 2)

    assert (seats_taken(session, first), seats_taken(session, second)) == (3, 2)


@pytest.mark.parametrize(
    ("state", "seats"),
    [
        (EnrollmentState.ACTIVE, 1),
        (EnrollmentState.COMPLETED, 1),
        (EnrollmentState.WITHDRAWN, 0),
        (EnrollmentState.WAITLISTED, 0),
    ],
)
def test_who_is_there_or_has_finished_holds_a_seat(
    session: Session, state: EnrollmentState, seats: int
) -> None:
    section = make_section(session)
    enrollment = make_enrollment(session, section=section)

    session.execute(
        update(Enrollment)
        .where(Enrollment.id == enrollment.id)
        .values(state=state, waitlisted_at=text("now()"))
    )

    assert seats_taken(session, section) == seats


def test_a_waitlisted_student_cannot_be_promoted_into_a_full_section(session: Session) -> None:
    section = make_section(session, capacity=1)
    make_enrollment(session, section=section)
    waiting = make_enrollment(
        session,
        section=section,
        state=EnrollmentState.WAITLISTED,
        waitlisted_at=section.created_at,
    )

    with refused(session, FULL):
        waiting.state = EnrollmentState.ACTIVE


def test_an_erased_enrollment_gives_its_seat_back(session: Session) -> None:
    section = make_section(session)
    enrollment = make_enrollment(session, section=section)

    session.execute(delete(Enrollment).where(Enrollment.id == enrollment.id))

    assert seats_taken(session, section) == 0


def test_capacity_cannot_be_lowered_under_those_enrolled(session: Session) -> None:
    section = make_section(session, capacity=3)
    enroll_all(session, section, 2)

    with refused(session, FULL):
        session.execute(update(Section).where(Section.id == section.id).values(capacity=1))

    session.execute(update(Section).where(Section.id == section.id).values(capacity=2))


def test_moving_students_to_another_section_moves_their_seats(session: Session) -> None:
    org = make_org(session)
    left, entered = make_section(session, org), make_section(session, org)
    enroll_all(session, left, 2)

    session.execute(
        update(Enrollment).where(Enrollment.section_id == left.id).values(section_id=entered.id)
    )

    assert (seats_taken(session, left), seats_taken(session, entered)) == (0, 2)
