"""Stage 2b, scan: what only the whole file tells, before its first row is read."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import Block
from ec2_batch.imports.rows.cells import HASH, record_hashes


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file's records, known by their hashes."""

    blocks: int
    records: int  # as a guess at the rows: blank and broken ones are counted
    hashes: pl.Series  # sorted, each once
    repeated: pl.Series  # those of records that stand in the file more than once

    def without_repeated(self, known: pl.Series) -> pl.Series:
        """Return known hashes but for those that must be looked at: one row of two is wrong."""
        return known.filter(~known.is_in(self.repeated.implode())) if len(self.repeated) else known


def scan(blocks: Iterable[Block], layout: Layout) -> Scanned:
    """Return the hashes of all records; 8 bytes each is all that is kept of a file."""
    parts = [record_hashes(block, layout) for block in blocks]
    hashes = pl.concat([pl.Series(HASH, [], pl.Int64), *parts]).sort()
    repeated = hashes.filter(hashes == hashes.shift(1)).unique()
    return Scanned(
        len(parts), len(hashes), hashes.unique(maintain_order=True).set_sorted(), repeated
    )
