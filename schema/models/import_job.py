"""Import jobs: an uploaded file on its way into the records."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Computed, ForeignKey, Index, SmallInteger, false, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from schema.access.roles import Role
from schema.models.base import Base, Id, Moment

if TYPE_CHECKING:
    from schema.models.import_change import ImportChange
    from schema.models.import_issue import ImportIssue
    from schema.models.import_outline import ImportIssueGroup, ImportPlanEntry
    from schema.models.import_preview import ImportPreview
    from schema.models.org import Org


class ImportState(StrEnum):
    """Where an import stands."""

    AWAITING_UPLOAD = "awaiting_upload"
    VALIDATING = "validating"
    READY = "ready"
    INVALID = "invalid"
    APPLYING = "applying"
    COMPLETED = "completed"
    COMPLETED_WITH_ISSUES = "completed_with_issues"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNDOING = "undoing"
    UNDONE = "undone"
    PARTIALLY_UNDONE = "partially_undone"


class ImportJob(Base):
    """One uploaded file, what it was found to hold and what became of its rows."""

    __tablename__ = "import_job"
    __table_args__ = (
        # A file of the same name comes into the inbox again and again: each version is one job's.
        Index(
            "import_job_object_key",
            "object_key",
            "object_version",
            "object_etag",
            "size_bytes",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[Id]
    org_id: Mapped[int | None] = mapped_column(ForeignKey("org.id"))
    requested_by: Mapped[str]  # the token's subject
    requested_role: Mapped[Role]
    state: Mapped[ImportState] = mapped_column(server_default=ImportState.AWAITING_UPLOAD)
    format: Mapped[str | None]
    file_name: Mapped[str]
    object_key: Mapped[str]
    object_version: Mapped[str | None]
    object_etag: Mapped[str | None]
    object_sequencer: Mapped[str | None]  # a lower one for the same key is an older upload
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None]
    detection: Mapped[dict[str, Any] | None]  # encoding, delimiter, columns
    auto_apply: Mapped[bool] = mapped_column(server_default=false())
    # Records that the file does not name are put out of use; many of them only once confirmed.
    deactivate_missing: Mapped[bool] = mapped_column(server_default=false())
    deactivations_confirmed: Mapped[bool] = mapped_column(server_default=false())
    # What applying it would do: counts, a list with an object for each file and entity.
    plan: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    plan_hash: Mapped[str | None]
    rows_expected: Mapped[int | None]  # records that the file was found to hold
    chunk_no: Mapped[int] = mapped_column(server_default="0")  # chunks already applied
    rows_total: Mapped[int] = mapped_column(server_default="0")
    # In whole percent; none while unknown.
    progress: Mapped[int | None] = mapped_column(
        SmallInteger,
        Computed(
            "CASE WHEN rows_expected > 0"
            " THEN least(rows_total::bigint * 100 / rows_expected, 100) END",
            persisted=True,
        ),
    )
    rows_created: Mapped[int] = mapped_column(server_default="0")
    rows_updated: Mapped[int] = mapped_column(server_default="0")
    rows_unchanged: Mapped[int] = mapped_column(server_default="0")
    rows_deactivated: Mapped[int] = mapped_column(server_default="0")
    rows_rejected: Mapped[int] = mapped_column(server_default="0")
    # When the file was written in which they came back; where it is follows from the id.
    rejected_rows_at: Mapped[datetime | None]
    # Since the last chunk: those that have killed their worker, and the one under way.
    tries: Mapped[int] = mapped_column(server_default="0")
    # The changes of the chunk that an undo has come to; it walks from the last one down.
    undo_lowest: Mapped[int | None] = mapped_column(BigInteger)
    undo_highest: Mapped[int | None] = mapped_column(BigInteger)
    message: Mapped[str | None]  # a sentence for the operator
    trace_header: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[Moment]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())

    org: Mapped["Org | None"] = relationship()
    issues: Mapped[list["ImportIssue"]] = relationship(back_populates="import_job")
    changes: Mapped[list["ImportChange"]] = relationship(back_populates="import_job")
    plan_entries: Mapped[list["ImportPlanEntry"]] = relationship(
        primaryjoin="ImportJob.id == foreign(ImportPlanEntry.import_job_id)", viewonly=True
    )
    issue_groups: Mapped[list["ImportIssueGroup"]] = relationship(
        primaryjoin="ImportJob.id == foreign(ImportIssueGroup.import_job_id)", viewonly=True
    )
    previews: Mapped[list["ImportPreview"]] = relationship(back_populates="import_job")
