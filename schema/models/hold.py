"""Holds: what keeps a student from enrolling."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Moment, Record

if TYPE_CHECKING:
    from schema.models.student import Student


class HoldKind(StrEnum):
    """What a hold is about."""

    FINANCIAL = "financial"
    ACADEMIC = "academic"
    DISCIPLINARY = "disciplinary"
    IMMUNIZATION = "immunization"


class Hold(Record, Base):
    """A hold on one student, until it is released."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("placed_at <= released_at", name="hold_released_after_placed"),
    )

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    kind: Mapped[HoldKind]
    reason: Mapped[str]
    blocks_enrollment: Mapped[bool] = mapped_column(server_default=true())
    placed_at: Mapped[Moment]
    released_at: Mapped[datetime | None]  # none: still in force

    student: Mapped["Student"] = relationship(back_populates="holds")
