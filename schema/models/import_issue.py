"""Import issues: what is wrong with a row of an uploaded file."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.models.base import Base, Id

if TYPE_CHECKING:
    from schema.models.import_job import ImportJob


class ImportIssue(Base):
    """One thing wrong in one place of an uploaded file."""

    __tablename__ = "import_issue"
    __table_args__ = (
        Index("import_issue_import_job_id_id_idx", "import_job_id", "id"),
        CheckConstraint("length(value) <= 200", name="import_issue_value_is_short"),
    )

    id: Mapped[Id]
    import_job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"))
    file: Mapped[str]
    line: Mapped[int]  # physical line where the record begins, from 1; 0 is the whole file
    column_name: Mapped[str | None]
    code: Mapped[str]
    value: Mapped[str | None]
    message: Mapped[str]

    import_job: Mapped["ImportJob"] = relationship(back_populates="issues")
