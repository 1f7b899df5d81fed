"""roles.csv of OneRoster 1.2: who each user is, and where; kept as hashes, 16 bytes a user."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import read_blocks
from ec2_batch.imports.rows.cells import cut_cells
from schema.formats.oneroster.words import STATUSES

HASH, KIND, ORG, LEAVES = "_user", "_kind", "_org", "_leaves"
GONE = [word for word, ours in STATUSES.items() if ours != "active"]
# The same few words and organisations come again and again.
SCHEMA = pl.Schema(
    {HASH: pl.UInt64(), KIND: pl.Categorical(), ORG: pl.Categorical(), LEAVES: pl.Boolean()}
)


def hashed(ids: pl.Expr) -> pl.Expr:
    """Return what a user is known by here."""
    return ids.str.strip_chars().hash()


def leaves(positions: Mapping[str, int]) -> pl.Expr:
    """Return whether rows are to be deleted."""
    if "status" not in positions:
        return pl.lit(value=False)
    return pl.col(str(positions["status"])).str.strip_chars().str.to_lowercase().is_in(GONE)


def read_roles(
    layout: Layout, chunks: Callable[[], Iterator[bytes]], kinds: Mapping[str, str]
) -> pl.DataFrame:
    """Return each user's kind and organisation, by the primary role, and whether that leaves.

    A user whose role means no kind is not among them.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    for block in read_blocks(chunks(), layout):
        found = _primary(cut_cells(block, layout).frame, layout.positions, kinds)
        parts.append(found.cast(SCHEMA))
    roles = pl.concat(parts)
    # Who changes from one role to another has both, in any order.
    stay, go = roles.filter(~pl.col(LEAVES)), roles.filter(LEAVES)
    return pl.concat([stay, go]).unique(HASH, keep="first", maintain_order=True)


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
    return (
        cells.filter(said("roleType").str.to_lowercase() == "primary")
        .select(
            hashed(said("userSourcedId")).alias(HASH),
            kind.alias(KIND),
            said("orgSourcedId").alias(ORG),
            leaves(positions).alias(LEAVES),
        )
        .drop_nulls(KIND)
    )
