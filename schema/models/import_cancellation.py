"""Import cancellations: somebody's wish that an import ends, which its worker hears."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from schema.models.base import Base, Key, Moment


class ImportCancellation(Base):
    """One import that is to end once the rows at hand are written; its job says whether it has."""

    # No column of the job, whose row belongs to the worker for as long as it writes a block: a
    # reference to that row waits for nobody.
    __tablename__ = "import_cancellation"

    import_job_id: Mapped[Key] = mapped_column(ForeignKey("import_job.id"), primary_key=True)
    created_at: Mapped[Moment]
