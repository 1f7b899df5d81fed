"""Domain events: what others may know has happened."""

from schema.events.enrollment import (
    EnrollmentCompleted,
    EnrollmentCreated,
    EnrollmentDropped,
    EnrollmentPromoted,
    EnrollmentWaitlisted,
)
from schema.events.event import Event
from schema.events.grade import GradeAmended, GradePosted
from schema.events.hold import HoldPlaced, HoldReleased
from schema.events.import_job import (
    ImportApplyRequested,
    ImportCancelled,
    ImportCompleted,
    ImportFailed,
    ImportReady,
    ImportUndone,
    ImportUndoRequested,
)
from schema.events.outbox import record
from schema.events.report_job import ReportCompleted, ReportRequested
from schema.events.section import SectionFull
from schema.events.student import (
    StudentCreated,
    StudentDeactivated,
    StudentErased,
    StudentUpdated,
)

EVENTS: dict[str, type[Event]] = {
    event.type: event
    for event in (
        StudentCreated,
        StudentUpdated,
        StudentDeactivated,
        StudentErased,
        EnrollmentCreated,
        EnrollmentWaitlisted,
        EnrollmentPromoted,
        EnrollmentDropped,
        EnrollmentCompleted,
        HoldPlaced,
        HoldReleased,
        GradePosted,
        GradeAmended,
        SectionFull,
        ImportApplyRequested,
        ImportUndoRequested,
        ImportReady,
        ImportCancelled,
        ImportCompleted,
        ImportFailed,
        ImportUndone,
        ReportRequested,
        ReportCompleted,
    )
}

__all__ = [
    "EVENTS",
    "EnrollmentCompleted",
    "EnrollmentCreated",
    "EnrollmentDropped",
    "EnrollmentPromoted",
    "EnrollmentWaitlisted",
    "Event",
    "GradeAmended",
    "GradePosted",
    "HoldPlaced",
    "HoldReleased",
    "ImportApplyRequested",
    "ImportCancelled",
    "ImportCompleted",
    "ImportFailed",
    "ImportReady",
    "ImportUndoRequested",
    "ImportUndone",
    "ReportCompleted",
    "ReportRequested",
    "SectionFull",
    "StudentCreated",
    "StudentDeactivated",
    "StudentErased",
    "StudentUpdated",
    "record",
]
