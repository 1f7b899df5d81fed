"""Standing: what a student's final grades add up to."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Numeric, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Moment

if TYPE_CHECKING:
    from schema.models.student import Student


class StudentStanding(Base):
    """Grade point average and credits of one student, as last computed."""

    __tablename__ = "student_standing"

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), primary_key=True)
    gpa: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))  # none: nothing graded yet
    credits_attempted: Mapped[Decimal] = mapped_column(Numeric(7, 2), server_default="0")
    credits_earned: Mapped[Decimal] = mapped_column(Numeric(7, 2), server_default="0")
    at_risk: Mapped[bool] = mapped_column(server_default=false())
    computed_at: Mapped[Moment]

    student: Mapped["Student"] = relationship(back_populates="standing")
