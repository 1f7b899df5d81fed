"""Enrollments: a student's place in a section, from request to completion."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Key, Moment, Record

if TYPE_CHECKING:
    from schema.models.section import Section
    from schema.models.student import Student


class EnrollmentState(StrEnum):
    """Where an enrollment stands."""

    # Active and completed ones hold a seat.
    ACTIVE = "active"
    WAITLISTED = "waitlisted"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


class Enrollment(Record, Base):
    """One student's place in one section."""

    __tablename__ = "enrollment"
    __table_args__ = (
        # The school follows its section, so a policy needs no join to know it.
        ForeignKeyConstraint(
            ["section_id", "org_id"], ["section.id", "section.org_id"], onupdate="CASCADE"
        ),
        # A student may withdraw and come back, but holds or awaits one seat at a time.
        Index(
            "enrollment_one_place",
            "student_id",
            "section_id",
            unique=True,
            postgresql_where=text("state IN ('active', 'waitlisted', 'completed')"),
        ),
        # A section's students, and its waitlist in order.
        Index(
            "enrollment_section_id_state_waitlisted_at_idx",
            *("section_id", "state", "waitlisted_at"),
        ),
        # Pages in the default order pass by the enrollments of other schools.
        Index("enrollment_id_org_id_idx", "id", "org_id"),
        CheckConstraint("begin_date <= end_date", name="enrollment_dates_in_order"),
        CheckConstraint(
            "state <> 'waitlisted' OR waitlisted_at IS NOT NULL", name="enrollment_waits_since"
        ),
    )

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    section_id: Mapped[Key]
    org_id: Mapped[Key] = mapped_column(index=True)
    state: Mapped[EnrollmentState] = mapped_column(server_default=EnrollmentState.ACTIVE)
    begin_date: Mapped[date | None]  # none: the term's first day
    end_date: Mapped[date | None]  # inclusive; none: the term's last day
    enrolled_at: Mapped[Moment]
    waitlisted_at: Mapped[datetime | None]
    override_reason: Mapped[str | None]  # why a policy, such as a deadline, was set aside

    student: Mapped["Student"] = relationship(back_populates="enrollments")
    section: Mapped["Section"] = relationship(back_populates="enrollments")
