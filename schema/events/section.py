"""Events of a section."""

from dataclasses import dataclass
from typing import ClassVar

from schema.events.event import Event


@dataclass(frozen=True, slots=True)
class SectionFull(Event):
    """A section's last seat was taken."""

    type: ClassVar[str] = "section.full"
    section_id: int
