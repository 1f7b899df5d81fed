"""Events of a report."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class ReportRequested(Event):
    """Somebody asked for a report; the batch host listens to this to make it."""

    type: ClassVar[str] = "report.requested"
    report_job_id: int


@dataclass(frozen=True, slots=True)
class ReportCompleted(Event):
    """A report is ready to download."""

    type: ClassVar[str] = "report.completed"
    report_job_id: int
