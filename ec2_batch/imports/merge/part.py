"""A part of a chunk: what the merge's steps work on, whole or halved to find a bad row."""

from dataclasses import dataclass, replace
from datetime import date

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.layout import Layout
from schema.access.caller import Caller


@dataclass(frozen=True, slots=True)
class Part:
    """Staged rows from one line to another, and what there is to know about them."""

    first: int  # line of the first row
    last: int
    job_id: int
    caller: Caller  # who imports, under whose policies everything is written
    layout: Layout
    today: date
    trace_header: str | None

    @property
    def lines(self) -> dict[str, int]:
        """Return the parameters of a statement over this part."""
        return {"first": self.first, "last": self.last}

    def between(self, first: int, last: int) -> "Part":
        """Return a smaller part of the same."""
        return replace(self, first=first, last=last)

    def refusal(
        self, line: int, code: str, message: str, column: str, value: str | None = None
    ) -> Issue:
        """Return the issue of a row that the records have no place for."""
        return Issue(line, code, message, self.layout.header_of(column), value)
