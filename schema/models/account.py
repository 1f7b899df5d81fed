"""Accounts: which person, in which role, a token's subject is."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.access.roles import Role
from schema.models.base import Base, Id, Moment, RecordStatus
from schema.models.org import Org
from schema.models.staff import Staff
from schema.models.student import Student


class Account(Base):
    """What a token's subject may act as: one role, and the person or school behind it."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("subject", "role"),
        # Any other role is a person's, or reads what cannot be kept from it: the audit log holds
        # what changed, and an import's issues what its file says.
        CheckConstraint(
            "NOT integration OR role = 'registrar' AND student_id IS NULL AND staff_id IS NULL",
            name="account_integration_is_no_person",
        ),
    )

    id: Mapped[Id]
    subject: Mapped[str]  # the token's `sub`
    role: Mapped[Role]
    student_id: Mapped[int | None] = mapped_column(ForeignKey("student.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    org_id: Mapped[int | None] = mapped_column(ForeignKey("org.id"))
    status: Mapped[RecordStatus] = mapped_column(server_default=RecordStatus.ACTIVE)
    created_at: Mapped[Moment]
    # A program of others, from which directory fields are withheld.
    integration: Mapped[bool] = mapped_column(server_default=false())

    student: Mapped[Student | None] = relationship()
    staff: Mapped[Staff | None] = relationship()
    org: Mapped[Org | None] = relationship()
    wards: Mapped[list[Student]] = relationship(secondary="guardianship", viewonly=True)


class Guardianship(Base):
    """A student whom a guardian's account may see."""

    __tablename__ = "guardianship"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), primary_key=True)
