"""Events of a hold on a student."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class HoldPlaced(Event):
    """A hold was placed on a student."""

    type: ClassVar[str] = "hold.placed"
    hold_id: int
    student_id: int


@dataclass(frozen=True, slots=True)
class HoldReleased(Event):
    """A hold was released."""

    type: ClassVar[str] = "hold.released"
    hold_id: int
    student_id: int
