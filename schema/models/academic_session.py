"""Academic sessions: school years, their semesters and terms, their grading periods."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Record

if TYPE_CHECKING:
    from schema.models.section import Section


class AcademicSessionType(StrEnum):
    """What stretch of the calendar it is."""

    SCHOOL_YEAR = "school_year"
    SEMESTER = "semester"
    TERM = "term"
    GRADING_PERIOD = "grading_period"


class AcademicSession(Record, Base):
    """A stretch of the school calendar, inside its parent's."""

    __tablename__ = "academic_session"
    __table_args__ = (
        CheckConstraint("start_date <= end_date", name="academic_session_dates_in_order"),
    )

    title: Mapped[str]
    type: Mapped[AcademicSessionType]
    start_date: Mapped[date]
    end_date: Mapped[date]  # inclusive
    # Triggers keep a child inside its parent, whichever of the two is edited.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("academic_session.id"))
    school_year: Mapped[int]  # the year it ends in: 2027 for 2026-2027

    parent: Mapped["AcademicSession | None"] = relationship(
        back_populates="children", remote_side=lambda: [AcademicSession.id]
    )
    children: Mapped[list["AcademicSession"]] = relationship(back_populates="parent")
    sections: Mapped[list["Section"]] = relationship(back_populates="academic_session")
