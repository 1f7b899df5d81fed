"""Duplicates: what two rows of one file may not both have, however far apart they are."""

from dataclasses import dataclass, field

import polars as pl

from ec2_batch.imports.format import Claim
from ec2_batch.imports.rows.blocks import LINE
from ec2_batch.imports.rows.cells import among


@dataclass(slots=True)
class Claimed:
    """The values that rows have claimed so far, as hashes: 12 bytes a row, 20 if they say more."""

    # Sorted runs, each at least twice as long as the one after it.
    _runs: list[pl.DataFrame] = field(default_factory=list)

    def refused(self, frame: pl.DataFrame, claim: Claim) -> pl.DataFrame:
        """Claim the values of staged rows; return who comes second: line, value and first line."""
        says = {} if claim.says is None else {"says": claim.says.hash()}
        asked = frame.select(LINE, claim.value.cast(pl.String).alias("value"), **says)
        asked = asked.drop_nulls("value").with_columns(hash=pl.col("value").hash())
        asked = asked.sort("hash", LINE)
        inside = asked.select("hash", *says, first=LINE).unique("hash", keep="first")
        earlier = pl.concat([inside.clear(), *(_found(asked, run) for run in self._runs)])
        first = pl.concat([earlier, inside]).unique("hash", keep="first", maintain_order=True)
        second = asked.join(first, on="hash", suffix="_first").filter(
            pl.col(LINE) != pl.col("first"),
            *(pl.col(each) != pl.col(f"{each}_first") for each in says),
        )
        self._keep(first.join(earlier, on="hash", how="anti").sort("hash"))
        return second.select(LINE, "value", "first").sort(LINE)

    def _keep(self, run: pl.DataFrame) -> None:
        while self._runs and self._runs[-1].height <= 2 * run.height:
            run = pl.concat([self._runs.pop(), run]).sort("hash")
        self._runs.append(run)


def _found(asked: pl.DataFrame, run: pl.DataFrame) -> pl.DataFrame:
    hashes = asked["hash"].unique(maintain_order=True)
    met = hashes.filter(among(hashes, run["hash"]))
    if met.is_empty():
        return run.clear()
    return run[run["hash"].search_sorted(met).to_list()]
