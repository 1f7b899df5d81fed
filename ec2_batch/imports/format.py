"""Formats: what a file of one kind may hold, declared once and read by every stage."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import Claim, StagedStudent, StudentKey

Parse = Callable[[str, References], Any]
# A row's parsed cells by column name; an absent column is absent, an empty cell is None.
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a format understands."""

    name: str
    aliases: tuple[str, ...]  # as people write it; case, spaces and punctuation do not count
    parse: Parse
    writes: tuple[str, ...]  # columns of the record; none for what only finds or places it
    required: bool = False  # each row must have a value


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: str
    example: str  # a header to copy
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]  # of each group, at least one column is there
    stage: Callable[[Cells, References], StagedStudent]
    keys: Callable[[Collection[str]], tuple[StudentKey, ...]]  # how a known student is found
    stands_for: Mapping[str, str]  # the column to name where a file has not the one meant
    claims: tuple[Claim, ...]  # what no two rows of a file may both have
    repeats: bool  # whether several rows may be about one student

    def missing(self, present: Collection[str]) -> list[tuple[str, ...]]:
        """Return the groups of which a header has no column."""
        return [group for group in self.needs if not set(group) & set(present)]


def plain(parse: Callable[[str], Any]) -> Parse:
    """Return a column's parser from one that needs nothing but the text."""
    return lambda text, _references: parse(text)
