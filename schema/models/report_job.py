"""Report jobs: a report somebody asked for."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.access.roles import Role
from schema.models.base import Base, Id, Moment
from schema.reports import ReportName


class ReportState(StrEnum):
    """Where a report stands."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"


class ReportJob(Base):
    """One report, written with the eyes of who asked for it."""

    __tablename__ = "report_job"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="report_job_progress_in_percent"),
    )

    id: Mapped[Id]
    report: Mapped[ReportName]
    parameters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    state: Mapped[ReportState] = mapped_column(server_default=ReportState.QUEUED)
    progress: Mapped[int] = mapped_column(SmallInteger, server_default="0")  # percent
    rows_written: Mapped[int] = mapped_column(server_default="0")
    object_key: Mapped[str | None]
    message: Mapped[str | None]  # a sentence for who asked
    requested_by: Mapped[str]  # the token's subject
    requested_role: Mapped[Role]
    trace_header: Mapped[str | None]
    created_at: Mapped[Moment]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
