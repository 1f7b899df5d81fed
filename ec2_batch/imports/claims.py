"""Duplicates: what two rows of one file may not both have, however far apart they are."""

from dataclasses import dataclass, field

import polars as pl

from ec2_batch.imports.blocks import LINE
from ec2_batch.imports.cells import among
from ec2_batch.imports.format import Claim


@dataclass(slots=True)
class Claimed:
    """The values that rows have claimed so far, as hashes: 20 bytes a row."""

    # Sorted runs, each at least twice as long as the one after it.
    _runs: list[pl.DataFrame] = field(default_factory=list)

    def refused(self, frame: pl.DataFrame, claim: Claim) -> pl.DataFrame:
        """Claim the values of staged rows; return who comes second: line, value and first line."""
        says = claim.says.hash() if claim.says is not None else pl.col(LINE).cast(pl.UInt64)
        asked = frame.select(
            LINE, claim.value.cast(pl.String).alias("value"), says.alias("says")
        ).drop_nulls("value")
        asked = asked.with_columns(hash=pl.col("value").hash()).sort("hash", LINE)
        earlier = pl.concat([_found(asked, run) for run in self._runs] or [_NOTHING])
        inside = asked.select("hash", "says", first=LINE).unique("hash", keep="first")
        first = pl.concat([earlier, inside]).unique("hash", keep="first", maintain_order=True)
        second = asked.join(first, on="hash", suffix="_first").filter(
            (pl.col(LINE) != pl.col("first")) & (pl.col("says") != pl.col("says_first"))
        )
        new = first.join(earlier, on="hash", how="anti")
        self._keep(new.select("hash", "says", "first").sort("hash"))
        return second.select(LINE, "value", "first").sort(LINE)

    def _keep(self, run: pl.DataFrame) -> None:
        while self._runs and self._runs[-1].height <= 2 * run.height:
            run = pl.concat([self._runs.pop(), run]).sort("hash")
        self._runs.append(run)


_NOTHING = pl.DataFrame(schema={"hash": pl.UInt64, "says": pl.UInt64, "first": pl.Int32})


def _found(asked: pl.DataFrame, run: pl.DataFrame) -> pl.DataFrame:
    hashes = asked["hash"].unique(maintain_order=True)
    met = hashes.filter(among(hashes, run["hash"]))
    if met.is_empty():
        return _NOTHING
    return run[run["hash"].search_sorted(met).to_list()]
