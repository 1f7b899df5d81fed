"""Import previews: some of the changes that applying an import would make."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Id
from schema.models.import_change import ImportAction

if TYPE_CHECKING:
    from schema.models.import_job import ImportJob
    from schema.models.import_outline import ImportPreviewField


class ImportPreview(Base):
    """One record before and after an import that is not applied yet."""

    __tablename__ = "import_preview"
    __table_args__ = (
        Index("import_preview_import_job_id_id_idx", "import_job_id", "id"),
        Index("import_preview_key_idx", "key"),  # for erasing it
    )

    id: Mapped[Id]
    import_job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"))
    file: Mapped[str]
    line: Mapped[int]  # physical line, from 1; 0 for a record that no line names
    entity: Mapped[str]  # the table's name
    key: Mapped[str]  # the record's sourced id
    action: Mapped[ImportAction]
    before: Mapped[dict[str, Any] | None]  # what the file writes, as it is; none for a new record
    after: Mapped[dict[str, Any] | None]
    by_hand: Mapped[bool]  # somebody has written the record since an import did

    import_job: Mapped["ImportJob"] = relationship(back_populates="previews")
    fields: Mapped[list["ImportPreviewField"]] = relationship(
        primaryjoin="ImportPreview.id == foreign(ImportPreviewField.import_preview_id)",
        viewonly=True,
    )
