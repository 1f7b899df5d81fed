"""Events of a posted grade."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class GradePosted(Event):
    """A result became official."""

    type: ClassVar[str] = "grade.posted"
    result_id: int
    student_id: int
    section_id: int


@dataclass(frozen=True, slots=True)
class GradeAmended(Event):
    """An official result was changed, for a reason that the audit log holds."""

    type: ClassVar[str] = "grade.amended"
    result_id: int
    student_id: int
    section_id: int
