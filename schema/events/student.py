"""Events of a student's record."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class StudentCreated(Event):
    """A student was added."""

    type: ClassVar[str] = "student.created"
    student_id: int


@dataclass(frozen=True, slots=True)
class StudentUpdated(Event):
    """A student's details changed."""

    type: ClassVar[str] = "student.updated"
    student_id: int


@dataclass(frozen=True, slots=True)
class StudentDeactivated(Event):
    """A student left; the records stay."""

    type: ClassVar[str] = "student.deactivated"
    student_id: int


@dataclass(frozen=True, slots=True)
class StudentErased(Event):
    """A student's personal data was erased; whoever holds a copy must erase it too."""

    type: ClassVar[str] = "student.erased"
    student_id: int
