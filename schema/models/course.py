"""Courses: what is taught, and what must be known before."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Record

if TYPE_CHECKING:
    from schema.models.grade_scale import GradeScale
    from schema.models.org import Org
    from schema.models.section import Section


class CoursePrerequisite(Base):
    """A course to have passed before another."""

    __tablename__ = "course_prerequisite"
    __table_args__ = (
        CheckConstraint("course_id <> prerequisite_id", name="course_prerequisite_is_another"),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    prerequisite_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    min_points: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))  # none: credit is enough

    course: Mapped["Course"] = relationship(
        back_populates="prerequisite_links", foreign_keys=[course_id]
    )
    prerequisite: Mapped["Course"] = relationship(foreign_keys=[prerequisite_id])


class Course(Record, Base):
    """A subject taught at a school; its sections are where it happens."""

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("org_id", "code"),
        CheckConstraint("credits >= 0", name="course_credits_not_negative"),
    )

    org_id: Mapped[int] = mapped_column(ForeignKey("org.id"))
    code: Mapped[str]
    title: Mapped[str]
    credits: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    grade_scale_id: Mapped[int | None] = mapped_column(ForeignKey("grade_scale.id"))

    org: Mapped["Org"] = relationship(back_populates="courses")
    grade_scale: Mapped["GradeScale | None"] = relationship()
    sections: Mapped[list["Section"]] = relationship(back_populates="course")
    prerequisites: Mapped[list["Course"]] = relationship(
        secondary="course_prerequisite",
        primaryjoin=lambda: Course.id == CoursePrerequisite.course_id,
        secondaryjoin=lambda: Course.id == CoursePrerequisite.prerequisite_id,
        viewonly=True,
    )
    prerequisite_links: Mapped[list[CoursePrerequisite]] = relationship(
        back_populates="course", foreign_keys=[CoursePrerequisite.course_id]
    )
