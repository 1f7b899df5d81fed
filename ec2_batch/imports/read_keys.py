"""The keys that a file's rows name, also of rows that are rejected: they are not missing."""

from collections.abc import Iterator

import polars as pl

from ec2_batch.imports.cells import cut_cells
from ec2_batch.imports.opened import SourceFile


def read_keys(source: SourceFile) -> Iterator[pl.Series | None]:
    """Yield the keys block by block; None for a block with a row that cannot be cut into cells."""
    layout = source.layout
    [key, *_] = layout.format.keys(layout.positions)
    at = str(layout.positions[key])
    for block in source.blocks():
        cells = cut_cells(block, layout)
        if cells.issues:
            yield None
            return
        keys = cells.frame[at].str.strip_chars().str.normalize("NFC")
        yield keys.filter(keys != "").alias("key")
