"""Staff: the people who teach and run a school."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, PersonName, Record

if TYPE_CHECKING:
    from schema.models.org import Org
    from schema.models.section import Section
    from schema.models.section_staff import SectionStaff


class Staff(Record, PersonName, Base):
    """A person who works at a school."""

    __tablename__ = "staff"

    org_id: Mapped[int] = mapped_column(ForeignKey("org.id"))
    email: Mapped[str | None]
    title: Mapped[str | None]

    org: Mapped["Org"] = relationship(back_populates="staff")
    section_staff: Mapped[list["SectionStaff"]] = relationship(back_populates="staff")
    sections: Mapped[list["Section"]] = relationship(
        secondary="section_staff",
        primaryjoin="and_(Staff.id == SectionStaff.staff_id, SectionStaff.status == 'active')",
        back_populates="staff",
        viewonly=True,
    )


Index("staff_email_key", func.lower(Staff.email), unique=True)
