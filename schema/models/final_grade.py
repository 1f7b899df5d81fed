"""Final grades: the results that count in a standing and stand in a transcript."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Key, View

if TYPE_CHECKING:
    from schema.models.academic_session import AcademicSession
    from schema.models.course import Course
    from schema.models.grade_scale import GradeScaleEntry
    from schema.models.section import Section


class FinalGrade(View):
    """One posted final grade, with what of its course and grade counts."""

    __tablename__ = "final_grade"

    id: Mapped[Key] = mapped_column(primary_key=True)  # of the result
    student_id: Mapped[Key]
    section_id: Mapped[Key]
    course_id: Mapped[Key]
    academic_session_id: Mapped[Key]
    session_start_date: Mapped[date]
    course_code: Mapped[str]
    course_title: Mapped[str]
    credits: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    grade_scale_entry_id: Mapped[Key]
    points: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    earns_credit: Mapped[bool]
    score: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    posted_at: Mapped[datetime]

    section: Mapped["Section"] = relationship(
        primaryjoin="foreign(FinalGrade.section_id) == Section.id", viewonly=True
    )
    course: Mapped["Course"] = relationship(
        primaryjoin="foreign(FinalGrade.course_id) == Course.id", viewonly=True
    )
    academic_session: Mapped["AcademicSession"] = relationship(
        primaryjoin="foreign(FinalGrade.academic_session_id) == AcademicSession.id", viewonly=True
    )
    grade_scale_entry: Mapped["GradeScaleEntry"] = relationship(
        primaryjoin="foreign(FinalGrade.grade_scale_entry_id) == GradeScaleEntry.id", viewonly=True
    )
