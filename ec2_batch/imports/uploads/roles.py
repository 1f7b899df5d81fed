"""roles.csv of OneRoster 1.2: who each user is, and where; kept as hashes, 16 bytes a user."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import read_blocks
from ec2_batch.imports.rows.cells import cut_cells
from schema.formats.oneroster.words import STATUSES

HASH, KIND, ORG = "_user", "_kind", "_org"
# The same few words and organisations come again and again.
SCHEMA = pl.Schema({HASH: pl.UInt64(), KIND: pl.Categorical(), ORG: pl.Categorical()})


def hashed(ids: pl.Expr) -> pl.Expr:
    """Return what a user is known by here."""
    return ids.str.strip_chars().hash()


def read_roles(
    layout: Layout, chunks: Callable[[], Iterator[bytes]], kinds: Mapping[str, str]
) -> pl.DataFrame:
    """Return each user's kind and organisation, by the primary role.

    A user whose role means no kind is not among them.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    for block in read_blocks(chunks(), layout):
        found = _primary(cut_cells(block, layout).frame, layout.positions, kinds)
        parts.append(found.cast(SCHEMA))
    return pl.concat(parts).unique(HASH, keep="first", maintain_order=True)


def _primary(
    cells: pl.DataFrame, positions: Mapping[str, int], kinds: Mapping[str, str]
) -> pl.DataFrame:
    def said(column: str) -> pl.Expr:
        return pl.col(str(positions[column])).str.strip_chars()

    words = said("role").str.to_lowercase()
    kind = words.replace_strict(
        [word.lower() for word in kinds], list(kinds.values()), default=None,
        return_dtype=pl.String,
    )  # fmt: skip
    held = said("roleType").str.to_lowercase() == "primary"
    if "status" in positions:
        gone = [word for word, ours in STATUSES.items() if ours != "active"]
        held &= ~said("status").str.to_lowercase().is_in(gone)
    return (
        cells.filter(held)
        .select(
            hashed(said("userSourcedId")).alias(HASH),
            kind.alias(KIND),
            said("orgSourcedId").alias(ORG),
        )
        .drop_nulls(KIND)
    )
