"""Organisations: the district, its schools, their departments."""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Record

if TYPE_CHECKING:
    from schema.models.course import Course
    from schema.models.section import Section
    from schema.models.staff import Staff
    from schema.models.student import Student


class OrgType(StrEnum):
    """What kind of organisation it is."""

    DISTRICT = "district"
    SCHOOL = "school"
    DEPARTMENT = "department"


class Org(Record, Base):
    """A district, a school or a department."""

    __tablename__ = "org"

    name: Mapped[str]
    type: Mapped[OrgType]
    identifier: Mapped[str | None]  # the number the authorities know it by
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org.id"))

    parent: Mapped["Org | None"] = relationship(
        back_populates="children", remote_side=lambda: [Org.id]
    )
    children: Mapped[list["Org"]] = relationship(back_populates="parent")
    students: Mapped[list["Student"]] = relationship(back_populates="org")
    staff: Mapped[list["Staff"]] = relationship(back_populates="org")
    courses: Mapped[list["Course"]] = relationship(back_populates="org")
    sections: Mapped[list["Section"]] = relationship(back_populates="org")
