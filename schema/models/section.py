"""Sections: a course taught to one group of students in one term."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Record

if TYPE_CHECKING:
    from schema.models.academic_session import AcademicSession
    from schema.models.course import Course
    from schema.models.enrollment import Enrollment
    from schema.models.line_item import LineItem
    from schema.models.org import Org
    from schema.models.result import Result
    from schema.models.section_staff import SectionStaff
    from schema.models.staff import Staff


class Section(Record, Base):
    """One group that takes a course in one term."""

    __tablename__ = "section"
    __table_args__ = (
        UniqueConstraint("academic_session_id", "code"),
        # Enrollments and line items carry the school of their section: it is what policies read.
        UniqueConstraint("id", "org_id"),
        Index("section_code_id_idx", "code", "id"),  # pages in the default order
        CheckConstraint("capacity >= 0", name="section_capacity_not_negative"),
        CheckConstraint("seats_taken BETWEEN 0 AND capacity", name="section_seats_within_capacity"),
    )

    org_id: Mapped[int] = mapped_column(ForeignKey("org.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    academic_session_id: Mapped[int] = mapped_column(ForeignKey("academic_session.id"))
    code: Mapped[str]
    title: Mapped[str]
    capacity: Mapped[int]  # seats
    # Counted by a trigger on enrollment; nobody else writes it.
    seats_taken: Mapped[int] = mapped_column(server_default="0")
    last_day_to_enroll: Mapped[date | None]  # inclusive
    last_day_to_drop: Mapped[date | None]  # inclusive

    org: Mapped["Org"] = relationship(back_populates="sections")
    course: Mapped["Course"] = relationship(back_populates="sections")
    academic_session: Mapped["AcademicSession"] = relationship(back_populates="sections")
    enrollments: Mapped[list["Enrollment"]] = relationship(back_populates="section")
    line_items: Mapped[list["LineItem"]] = relationship(back_populates="section")
    results: Mapped[list["Result"]] = relationship(
        back_populates="section",
        primaryjoin="Section.id == foreign(Result.section_id)",
        viewonly=True,
    )
    section_staff: Mapped[list["SectionStaff"]] = relationship(back_populates="section")
    staff: Mapped[list["Staff"]] = relationship(
        secondary="section_staff",
        primaryjoin="and_(Section.id == SectionStaff.section_id, SectionStaff.status == 'active')",
        back_populates="sections",
        viewonly=True,
    )
