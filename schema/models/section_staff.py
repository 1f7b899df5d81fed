"""Who teaches a section."""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Record

if TYPE_CHECKING:
    from schema.models.section import Section
    from schema.models.staff import Staff


class SectionStaffRole(StrEnum):
    """What someone does in a section."""

    TEACHER = "teacher"
    ASSISTANT = "assistant"


class SectionStaff(Record, Base):
    """One person's part in teaching one section."""

    __tablename__ = "section_staff"
    __table_args__ = (UniqueConstraint("section_id", "staff_id"),)

    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    role: Mapped[SectionStaffRole] = mapped_column(server_default=SectionStaffRole.TEACHER)
    is_primary: Mapped[bool] = mapped_column(server_default=false())

    section: Mapped["Section"] = relationship(back_populates="section_staff")
    staff: Mapped["Staff"] = relationship(back_populates="section_staff")
