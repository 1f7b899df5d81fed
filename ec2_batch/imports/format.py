"""Formats, as they are read: a declared format, bound to what becomes of its cells and rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import Claim, StagedStudent, StudentKey
from schema.formats import ImportColumn, ImportFile, ImportFormat

Parse = Callable[[str, References], Any]
# A row's parsed cells by column name; an absent column is absent, an empty cell is None.
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of a column's cells."""

    parse: Parse
    writes: tuple[str, ...] = ()  # columns of the record; none for what only finds or places it


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a format understands."""

    name: str
    aliases: tuple[str, ...]
    required: bool  # each row must have a value
    parse: Parse
    writes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    declared: ImportFormat
    columns: tuple[Column, ...]
    stage: Callable[[Cells, References], StagedStudent]
    stands_for: Mapping[str, str]  # the column to name where a file has not the one meant
    claims: tuple[Claim, ...]  # what no two rows of a file may both have
    repeats: bool  # whether several rows may be about one student

    @property
    def name(self) -> str:
        """Return the name that the format goes by."""
        return self.declared.name.value

    @property
    def example(self) -> str:
        """Return a header to copy."""
        return the_file(self.declared).example

    def missing(self, present: Collection[str]) -> list[tuple[str, ...]]:
        """Return the groups of which a header has no column."""
        return [group for group in the_file(self.declared).needs if not set(group) & set(present)]

    def keys(self, present: Collection[str]) -> tuple[StudentKey, ...]:
        """Return how to find a student, by the best key of a header and then the lesser ones.

        A lesser one need not be there: many an `id` turns out to be the student number.
        """
        keys = dropwhile(lambda key: key not in present, the_file(self.declared).keys)
        return tuple(map(StudentKey, keys))


def the_file(declared: ImportFormat) -> ImportFile:
    """Return the one file that an upload of a format is."""
    [file] = declared.files
    return file


def bind(declared: ImportFormat, cells: Mapping[str, Cell]) -> tuple[Column, ...]:
    """Return a format's columns with what becomes of their cells.

    Raises:
        ValueError: the declaration has other columns.
    """
    columns = the_file(declared).columns
    if {column.name for column in columns} != set(cells):
        raise ValueError(f"The columns of {declared.name} are not the ones declared.")
    return tuple(_bound(column, cells[column.name]) for column in columns)


def _bound(column: ImportColumn, cell: Cell) -> Column:
    return Column(column.name, column.aliases, column.required, cell.parse, cell.writes)


def plain(parse: Callable[[str], Any]) -> Parse:
    """Return a column's parser from one that needs nothing but the text."""
    return lambda text, _references: parse(text)
