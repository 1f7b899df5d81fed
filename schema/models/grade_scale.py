"""Grade scales: the grades a school gives and what they are worth."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint, func, text, true
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Id, Record


class GradeScale(Record, Base):
    """A set of grades that belong together, such as A to F."""

    __tablename__ = "grade_scale"

    name: Mapped[str]

    entries: Mapped[list["GradeScaleEntry"]] = relationship(back_populates="grade_scale")


class GradeScaleEntry(Base):
    """One grade of a scale."""

    __tablename__ = "grade_scale_entry"
    __table_args__ = (
        UniqueConstraint("grade_scale_id", "label"),
        CheckConstraint(
            "min_percent <= max_percent AND (min_percent IS NULL) = (max_percent IS NULL)",
            name="grade_scale_entry_band_in_order",
        ),
        # A percentage has one grade: both ends belong to the band, so 80.00-89.99, 90.00-100.00.
        ExcludeConstraint(
            ("grade_scale_id", "="),
            (func.numrange(text("min_percent"), text("max_percent"), text("'[]'")), "&&"),
            name="grade_scale_entry_bands_apart",
            using="gist",
            where=text("min_percent IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    grade_scale_id: Mapped[int] = mapped_column(ForeignKey("grade_scale.id"))
    label: Mapped[str]
    points: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))  # none: not in the average
    min_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    max_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))  # inclusive
    earns_credit: Mapped[bool] = mapped_column(server_default=true())

    grade_scale: Mapped[GradeScale] = relationship(back_populates="entries")
