"""A part of a block: what the merge's steps work on, whole or halved to find a bad row."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.format import Steps
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.layout import Layout
from ec2_batch.transaction import run
from schema.access.caller import Caller

LAST_LINE = 2**31 - 1
DROP_LINES = "DELETE FROM import_planned WHERE line = ANY(%(lines)s)"


@dataclass(frozen=True, slots=True)
class Part:
    """Staged rows from one line to another, and what there is to know about them."""

    first: int  # line of the first row
    last: int
    job_id: int
    caller: Caller  # who imports, under whose policies everything is written
    layout: Layout
    in_file: pl.Series  # hashes of all records of the file, sorted
    today: date
    trace_header: str | None

    @property
    def lines(self) -> dict[str, int]:
        """Return the parameters of a statement over this part."""
        return {"first": self.first, "last": self.last}

    @property
    def steps(self) -> Steps:
        """Return what the merge does with these rows besides what it does with all."""
        return self.layout.format.steps

    def between(self, first: int, last: int) -> "Part":
        """Return a smaller part of the same."""
        return replace(self, first=first, last=last)

    def refusal(
        self, line: int, code: str, message: str, column: str, value: str | None = None
    ) -> Issue:
        """Return the issue of a row that the records have no place for."""
        return Issue(line, code, message, self.layout.header_of(column), value)


def drop_lines(cursor: Cursor, lines: list[int]) -> None:
    """Take rows out of the plan."""
    if lines:
        run(cursor, "drop refused rows", DROP_LINES, {"lines": lines})
