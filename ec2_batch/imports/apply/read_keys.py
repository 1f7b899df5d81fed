"""The keys that a file's rows name, also of rows that are rejected: they are not missing."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from ec2_batch.imports.uploads.opened import SourceFile


def read_keys(source: SourceFile) -> Iterator[pl.Series | None]:
    """Yield the keys block by block; None for a block with a row that cannot be cut into cells."""
    layout = source.layout
    present = layout.positions
    columns = [str(present[key]) for key in layout.format.keys(present) if key in present]
    for block in source.blocks():
        cells = replace(source, is_again=False).cells(block)
        if cells.issues:
            yield None
            return
        texts = pl.concat([cells.frame[at].alias("key") for at in columns])
        keys = texts.str.strip_chars().str.normalize("NFC").str.to_lowercase()
        yield keys.filter(keys != "")
