"""Findings: what was looked at, whether it is well, and a sentence about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing."""

    subject: str
    well: bool
    sentence: str  # what was found; if it is not well, also what to do
