"""A block that is ready to be written: rows as they are sent, and what is wrong with the others."""

from dataclasses import dataclass

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.rows.stage import Staged, staged
from ec2_batch.imports.rows.validate import Validated


@dataclass(frozen=True, slots=True)
class Ready:
    """A block of which nothing is left to do but to write it."""

    number: int  # blocks before it, in all of the upload
    file: str
    parts: tuple[Staged, ...]  # in the order they are to be written in
    issues: list[Issue]
    skipped: int  # rows that the records already have exactly so

    @property
    def rows(self) -> int:
        """Return how many rows say nothing impossible, or are there already."""
        return sum(part.rows for part in self.parts) + self.skipped


def made_ready(number: int, file: str, rows: Validated) -> Ready:
    """Return a block as it is sent, which is made here to be made ahead of the writing."""
    return Ready(number, file, tuple(map(staged, rows.parts)), rows.issues, rows.skipped)
