"""Events of an enrollment."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class _EnrollmentEvent(Event):
    enrollment_id: int
    student_id: int
    section_id: int


@dataclass(frozen=True, slots=True)
class EnrollmentCreated(_EnrollmentEvent):
    """A student took a seat."""

    type: ClassVar[str] = "enrollment.created"


@dataclass(frozen=True, slots=True)
class EnrollmentWaitlisted(_EnrollmentEvent):
    """A student joined a section's waitlist."""

    type: ClassVar[str] = "enrollment.waitlisted"


@dataclass(frozen=True, slots=True)
class EnrollmentPromoted(_EnrollmentEvent):
    """A student came off the waitlist and has a seat."""

    type: ClassVar[str] = "enrollment.promoted"


@dataclass(frozen=True, slots=True)
class EnrollmentDropped(_EnrollmentEvent):
    """A student gave up a seat or a place on the waitlist."""

    type: ClassVar[str] = "enrollment.dropped"


@dataclass(frozen=True, slots=True)
class EnrollmentCompleted(_EnrollmentEvent):
    """A student finished the section."""

    type: ClassVar[str] = "enrollment.completed"
