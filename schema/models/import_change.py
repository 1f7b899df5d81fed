"""Import changes: what an import did to a record, so that it can be undone."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Id

if TYPE_CHECKING:
    from schema.models.import_job import ImportJob


class ImportAction(StrEnum):
    """What an import did to a record."""

    CREATE = "create"
    UPDATE = "update"
    DEACTIVATE = "deactivate"


class ImportChange(Base):
    """One record before and after an import."""

    __tablename__ = "import_change"
    __table_args__ = (
        Index("import_change_import_job_id_id_idx", "import_job_id", "id"),
        Index(  # for erasing what a change says of a record
            "import_change_entity_entity_id_idx",
            *("entity", "entity_id"),
            postgresql_where=text("before IS NOT NULL OR after IS NOT NULL"),
        ),
        CheckConstraint(
            "(entity_id IS NULL) <> (entity_ids IS NULL)", name="import_change_of_one_or_many"
        ),
    )

    id: Mapped[Id]
    import_job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"))
    entity: Mapped[str]  # the table's name
    entity_id: Mapped[int | None] = mapped_column(BigInteger)
    entity_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))  # of many new records
    action: Mapped[ImportAction]
    before: Mapped[dict[str, Any] | None]  # the whole row; none of a record that was not there
    after: Mapped[dict[str, Any] | None]  # what the import wrote; none of a new record
    # The record's version as the import left it: another one, and somebody has changed it since.
    version_after: Mapped[int | None]

    import_job: Mapped["ImportJob"] = relationship(back_populates="changes")
