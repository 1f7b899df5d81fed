"""Faults: why a value cannot stand in the records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value."""

    code: str
    sentence: str  # `{}` stands for the value

    def said_of(self, value: str) -> str:
        """Return the sentence about a quoted value, or about `This` where none may be repeated."""
        return self.sentence.format(value)
