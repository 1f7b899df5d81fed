"""Promote the waitlist: free seats go to who has waited longest."""

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from graphql_api.context import Context
from graphql_api.mutations.tell import tell_each
from schema.events import EnrollmentPromoted
from schema.models import Enrollment, Section, Student
from schema.models.base import RecordStatus
from schema.models.enrollment import EnrollmentState


def promote_waitlist(session: Session, context: Context, section_id: int) -> list[Enrollment]:
    """Give a section's free seats to who waits for one, and return who got one.

    The caller has written to the section's row, or to a seat of it, so that it is locked:
    two promotions come one after the other and each sees what the other left.
    """
    free = session.scalars(free_seats(section_id)).one()
    if free <= 0:
        return []
    promoted = session.scalars(first_in_line(section_id, free)).all()
    for enrollment in promoted:
        enrollment.state = EnrollmentState.ACTIVE
        enrollment.src_hash = None  # no longer as an import left it
    session.flush()
    told = [(EnrollmentPromoted(p.id, p.student_id, section_id), None) for p in promoted]
    tell_each(context, "promote", told, entity="enrollment")
    return list(promoted)


def free_seats(section_id: int) -> Select[int]:
    """How many seats of a section nobody has."""
    return select(Section.capacity - Section.seats_taken).where(Section.id == section_id)


def first_in_line(section_id: int, how_many: int) -> Select[Enrollment]:
    """The enrollments that have waited longest, locked until the transaction ends.

    Whoever has left the school is passed over, and keeps the place.
    """
    # Not the other way round: of another school's students the caller sees no record.
    left = exists().where(
        Student.id == Enrollment.student_id, Student.status == RecordStatus.INACTIVE
    )
    return (
        select(Enrollment)
        .where(
            Enrollment.section_id == section_id,
            Enrollment.state == EnrollmentState.WAITLISTED,
            ~left,
        )
        .order_by(Enrollment.waitlisted_at, Enrollment.id)
        .limit(how_many)
        .with_for_update(of=Enrollment)
        .execution_options(populate_existing=True)
    )
