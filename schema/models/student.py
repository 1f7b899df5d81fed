"""Students."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    and_,
    false,
    func,
    not_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.access.withheld import SHOWN_IF
from schema.models.base import Base, PersonName, Record

if TYPE_CHECKING:
    from schema.models.enrollment import Enrollment
    from schema.models.final_grade import FinalGrade
    from schema.models.hold import Hold
    from schema.models.org import Org
    from schema.models.result import Result
    from schema.models.student_standing import StudentStanding


class Student(Record, PersonName, Base):
    """A person who learns at a school."""

    __tablename__ = "student"
    __table_args__ = (
        CheckConstraint("student_number ~ '^[A-Za-z0-9._-]+$'", name="student_number_is_plain"),
        CheckConstraint("grade_level BETWEEN 0 AND 13", name="student_grade_level_in_range"),
        # With the school, so that a walk by name passes by other schools' students unread.
        Index("student_sort_name_id_org_id_idx", "sort_name", "id", "org_id"),
    )

    org_id: Mapped[int] = mapped_column(ForeignKey("org.id"), index=True)
    student_number: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    email: Mapped[str | None]
    birth_date: Mapped[date | None]
    grade_level: Mapped[int | None] = mapped_column(SmallInteger)  # 0 is kindergarten
    # Keeps directory fields (below) from integrations, not from those who teach the student:
    # docs/decisions/0006-directory-opt-out.md.
    directory_opt_out: Mapped[bool] = mapped_column(server_default=false())

    org: Mapped["Org"] = relationship(back_populates="students")
    enrollments: Mapped[list["Enrollment"]] = relationship(back_populates="student")
    holds: Mapped[list["Hold"]] = relationship(back_populates="student")
    results: Mapped[list["Result"]] = relationship(back_populates="student")
    final_grades: Mapped[list["FinalGrade"]] = relationship(
        primaryjoin="Student.id == foreign(FinalGrade.student_id)", viewonly=True
    )
    standing: Mapped["StudentStanding | None"] = relationship(back_populates="student")


# A mail box is one person's, however its address is written.
# The database says who asks (schema/access/functions.sql); the role alone does not.
_DIRECTORY_SHOWN = not_(
    and_(Student.directory_opt_out, select(func.app.integration(type_=Boolean)).scalar_subquery())
)
for _column in (Student.email, Student.birth_date, Student.grade_level):
    Student.__table__.c[_column.key].info[SHOWN_IF] = _DIRECTORY_SHOWN

Index("student_email_key", func.lower(Student.email), unique=True)
