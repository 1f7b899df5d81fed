"""Results: what a student got for a line item; a final grade is one of them."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Key, Record

if TYPE_CHECKING:
    from schema.models.grade_scale import GradeScaleEntry
    from schema.models.line_item import LineItem
    from schema.models.section import Section
    from schema.models.student import Student


class Result(Record, Base):
    """One student's score and grade for one line item."""

    __tablename__ = "result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["line_item_id", "section_id", "org_id"],
            ["line_item.id", "line_item.section_id", "line_item.org_id"],
            onupdate="CASCADE",
        ),
        UniqueConstraint("line_item_id", "student_id"),
    )

    line_item_id: Mapped[Key]
    section_id: Mapped[Key]
    org_id: Mapped[Key]
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    score: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    grade_scale_entry_id: Mapped[int | None] = mapped_column(ForeignKey("grade_scale_entry.id"))
    # Once posted, it changes only with a reason, and the change is audited.
    posted_at: Mapped[datetime | None]
    comment: Mapped[str | None]

    line_item: Mapped["LineItem"] = relationship(back_populates="results")
    section: Mapped["Section"] = relationship(
        back_populates="results",
        primaryjoin="foreign(Result.section_id) == Section.id",
        viewonly=True,
    )
    student: Mapped["Student"] = relationship(back_populates="results")
    grade_scale_entry: Mapped["GradeScaleEntry | None"] = relationship()
