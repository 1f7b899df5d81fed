"""Stage 2, open: what an upload holds, one file or several, each with its layout."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import Block, read_blocks
from ec2_batch.imports.rows.cells import Cells, cut_cells
from ec2_batch.imports.uploads.sift import Sift

# The code of notices about what an upload holds and nobody reads.
NOT_READ = "NOT_READ"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file whose layout is known and whose bytes can be read again and again."""

    name: str
    layout: Layout
    chunks: Callable[[], Iterator[bytes]]
    is_whole: bool = True  # whether it has all records there are: what it lacks is gone
    sift: Sift | None = None  # which rows are about records of this kind; None: all are
    is_again: bool = False  # whether its rows were read before, for records of another kind
    # Files without which nobody could say what its rows mean, by name.
    beside: Mapping[str, Callable[[], Iterator[bytes]]] = field(default_factory=dict)

    def of_school(self, default_school: int | None) -> "SourceFile":
        """Return the file as one whose rows are this school's unless they name another."""
        return replace(self, layout=replace(self.layout, default_school=default_school))

    def blocks(self) -> Iterator[Block]:
        """Yield its records, from the first."""
        return read_blocks(self.chunks(), self.layout)

    def cells(self, block: Block, known: pl.Series | None = None) -> Cells:
        """Return a block's rows, cut into cells; what cannot be cut is told of once."""
        cells = cut_cells(block, self.layout, known)
        issues = [] if self.is_again else cells.issues
        if self.sift is None:
            return Cells(cells.frame, issues, cells.skipped)
        frame, more = self.sift.sift(cells.frame, self.layout)
        return Cells(frame, issues + more, cells.skipped)

    @property
    def is_told_elsewhere(self) -> bool:
        """Say whether what its rows mean also depends on another file."""
        return self.sift is not None and self.sift.roles is not None

    @property
    def says_who_is_gone(self) -> bool:
        """Say whether a record that it does not name is one that has left."""
        return self.is_whole and self.layout.format.entity.may_leave


@dataclass(frozen=True, slots=True)
class Opened:
    """What an upload holds."""

    sources: list[SourceFile]  # in the order in which they are applied
    notices: tuple[Issue, ...] = ()  # of files in it that are not read
    # Files that make no record, and say what rows of others mean.
    beside: Mapping[str, Layout] = field(default_factory=dict)
