"""Formats, as they are read: a declared file, bound to what becomes of its cells and rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

import polars as pl
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.references.references import References
from schema.formats import ImportColumn, ImportFile, ImportFormat

if TYPE_CHECKING:
    from ec2_batch.imports.entity import Entity
    from ec2_batch.imports.merge.find_named import Named
    from ec2_batch.imports.merge.part import Part

Parse = Callable[[str, References], Any]
# Which columns a file has.
Present = Collection[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What becomes of a column's cells."""

    parse: Parse
    writes: tuple[str, ...] = ()  # columns of the record; none for what only finds or places it
    type: "pl.DataType | type[pl.DataType]" = pl.String  # of what `parse` returns
    # A trimmed text that matches is its own value: `parse` would only return it.
    plain: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a format understands."""

    name: str
    aliases: tuple[str, ...]
    required: bool  # each row must have a value
    cell: Cell


@dataclass(frozen=True, slots=True)
class Rule:
    """What a row must hold besides what each cell must."""

    broken: pl.Expr  # over the parsed cells
    code: str
    message: str
    column: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that belongs to one row of a file: a second row that has it is refused."""

    column: str
    code: str
    message: str  # {line} is the first row that has the value
    value: pl.Expr  # over the staged row
    says: pl.Expr | None = None  # two rows that say the same may share the value


# A step of the merge: what rows it takes out, or what it does.
Check = Callable[[Cursor, "Part"], list[Issue]]
Act = Callable[[Cursor, "Part"], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """What the merge does with a format's rows besides what it does with all."""

    find: tuple[Check, ...] = ()  # before rows are planned: the records that they name
    refuse: tuple[Check, ...] = ()  # planned rows that the records have no place for
    noted: tuple[Act, ...] = ()  # of planned rows that are not written, for those that follow
    before: tuple[Act, ...] = ()  # in one go with writing the rows
    after: tuple[Act, ...] = ()
    settled: tuple[Act, ...] = ()  # once all rows are written that can be
    # Of records that leave before the rows are written: in a plan, and once all rows are.
    left_noted: tuple[Act, ...] = ()
    left_settled: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Takes:
    """Which rows of a file a format is about, where others are about another kind of record."""

    column: str  # that says whose row it is: by a word, or by a user whose roles say it
    kind: str
    kinds: Mapping[str, str]  # that words mean
    by_roles: bool = False  # whether another file says who is what
    place: str = ""  # the column to fill from there where a row says nothing of its own
    unknown: bool = False  # whether rows are taken, to be refused, that are about no known kind


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    declared: ImportFormat
    file: ImportFile
    entity: "Entity"
    columns: tuple[Column, ...]
    # Expressions over the parsed cells, by the staged column that they fill.
    stage: Callable[[Present, References], Mapping[str, pl.Expr]]
    rules: Callable[[Present, References], list[Rule]]
    stands_for: Mapping[str, str]  # the column to name where a file has not the one meant
    claims: tuple[Claim, ...]  # what no two rows of a file may both have
    repeats: bool = False  # whether several rows may be about one record
    # Staged columns that are no columns of the record, with their SQL types.
    extra: tuple[tuple[str, str], ...] = ()
    steps: Steps = Steps()
    # Whether the steps may plan new rows before the rows before them are written: what those
    # change about it, the database refuses.
    side_by_side: bool = False
    takes: Takes | None = None  # None: all rows of a file
    # The columns by which a row names what it belongs to, of those that belong to each other.
    parents: tuple[str, ...] = ()
    # Who or what rows name that makes its records what they are besides their ids: the section
    # comes last. None: records are of a school, and not of one of its terms.
    place: "tuple[Named, ...] | None" = None

    @property
    def name(self) -> str:
        """Return the name that the format goes by."""
        return self.declared.name.value

    @property
    def one_record_each(self) -> bool:
        """Say whether each row is one record, and all that a first row needs is there before."""
        return not self.repeats and (self.side_by_side or self.steps == Steps())

    @property
    def example(self) -> str:
        """Return a header to copy."""
        return self.file.example

    def missing(self, present: Present) -> list[tuple[str, ...]]:
        """Return the groups of which a header has no column."""
        return [group for group in self.file.needs if not set(group) & set(present)]

    def keys(self, present: Present) -> tuple[str, ...]:
        """Return how to find a record, by the best key of a header and then the lesser ones.

        A lesser one need not be there: many an `id` turns out to be the student number. Last
        comes what the record refers to.
        """
        named = tuple(dropwhile(lambda key: key not in present, self.file.keys))
        referred = self.entity.referred
        return (*named, *(referred[:1] if named else referred))


def bind(declared: ImportFile, cells: Mapping[str, Cell]) -> tuple[Column, ...]:
    """Return a file's columns with what becomes of their cells.

    Raises:
        ValueError: the declaration has other columns.
    """
    if {column.name for column in declared.columns} != set(cells):
        raise ValueError(f"The columns of {declared.name} are not the ones declared.")
    return tuple(_bound(column, cells[column.name]) for column in declared.columns)


def _bound(column: ImportColumn, cell: Cell) -> Column:
    return Column(column.name, column.aliases, column.required, cell)


def plain(parse: Callable[[str], Any]) -> Parse:
    """Return a column's parser from one that needs nothing but the text."""
    return lambda text, _references: parse(text)


def first_of(present: Present, *names: str) -> pl.Expr:
    """Return the first of these columns that a row has a value in; null if it has none."""
    return pl.coalesce([pl.col(name) for name in names if name in present] or [pl.lit(None)])
