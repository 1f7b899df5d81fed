"""Line items: what is graded in a section, up to its final grade."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Key, Record

if TYPE_CHECKING:
    from schema.models.grade_scale import GradeScale
    from schema.models.result import Result
    from schema.models.section import Section


class LineItemKind(StrEnum):
    """What a line item counts as."""

    ASSIGNMENT = "assignment"
    FINAL = "final"  # its results are the final grades of the section


class LineItem(Record, Base):
    """A piece of work, or the course itself, that students get results for."""

    __tablename__ = "line_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["section_id", "org_id"], ["section.id", "section.org_id"], onupdate="CASCADE"
        ),
        # Results carry the section and school of their line item: it is what policies read.
        UniqueConstraint("id", "section_id", "org_id"),
        Index(
            "line_item_one_final",
            "section_id",
            unique=True,
            postgresql_where=text("kind = 'final'"),
        ),
        CheckConstraint("min_score < max_score", name="line_item_scores_in_order"),
    )

    section_id: Mapped[Key] = mapped_column(index=True)
    org_id: Mapped[Key]
    title: Mapped[str]
    kind: Mapped[LineItemKind] = mapped_column(server_default=LineItemKind.ASSIGNMENT)
    min_score: Mapped[Decimal] = mapped_column(Numeric(7, 2), server_default="0")
    max_score: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    # Its results may carry grades of this scale only; none: no grades.
    grade_scale_id: Mapped[int | None] = mapped_column(ForeignKey("grade_scale.id"))
    due_date: Mapped[date | None]

    section: Mapped["Section"] = relationship(back_populates="line_items")
    grade_scale: Mapped["GradeScale | None"] = relationship()
    results: Mapped[list["Result"]] = relationship(back_populates="line_item")
