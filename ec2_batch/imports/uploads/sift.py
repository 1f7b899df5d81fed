"""Which rows of a file are about records of one kind, where it has rows about several."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ec2_batch.imports.format import Takes
from ec2_batch.imports.issue import Issue, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import LINE
from ec2_batch.imports.uploads.roles import HASH, KIND, LEAVES, ORG, hashed, leaves

NO_ROLE = (
    "roles.csv gives this user no primary role that is known, so that nobody can say who it is."
)


@dataclass(frozen=True, slots=True)
class Sift:
    """The choice of a file's rows for one kind of record."""

    takes: Takes
    roles: pl.DataFrame | None = None  # of another file that says who is what

    def sift(self, cells: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, list[Issue]]:
        """Return the rows that are about records of this kind, and what is wrong with some."""
        said = pl.col(str(layout.positions[self.takes.column]))
        if self.roles is None:
            kind = _kinds(said, self.takes.kinds)
            mine = kind.eq_missing(pl.lit(self.takes.kind))
            return cells.filter(mine | kind.is_null() if self.takes.unknown else mine), []
        known = cells.with_columns(hashed(said).alias(HASH)).join(
            self.roles, on=HASH, how="left", maintain_order="left"
        )
        # A role that leaves is no more but for the user who leaves with it.
        held = pl.col(KIND).is_not_null() & (~pl.col(LEAVES) | leaves(layout.positions))
        nobody = known.filter(~held) if self.takes.unknown else known.clear()
        mine = held & (pl.col(KIND).cast(pl.String) == self.takes.kind)
        found = self._placed(known.filter(mine), layout).select(cells.columns)
        return found, [self._without_role(row, layout) for row in nobody.iter_rows(named=True)]

    def _placed(self, known: pl.DataFrame, layout: Layout) -> pl.DataFrame:
        """Return the rows where each that names no place has the one of its role."""
        if (at := layout.positions.get(self.takes.place)) is None:
            return known
        said = pl.col(str(at)).str.strip_chars()
        of_role = pl.col(ORG).cast(pl.String).fill_null("")
        return known.with_columns(pl.when(said == "").then(of_role).otherwise(said).alias(str(at)))

    def _without_role(self, row: Mapping[str, Any], layout: Layout) -> Issue:
        column = self.takes.column
        value = shown(row[str(layout.positions[column])])
        return Issue(row[LINE], "NO_ROLE", NO_ROLE, layout.header_of(column), value)


def _kinds(words: pl.Expr, kinds: Mapping[str, str]) -> pl.Expr:
    """Return which kind each word means; null for one that means none."""
    bare = words.str.to_lowercase().str.replace_all("[^a-z0-9]", "")
    known = list(kinds), list(kinds.values())
    return bare.replace_strict(*known, default=None, return_dtype=pl.String)
