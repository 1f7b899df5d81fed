"""The names by which a file's rows say whose records they are about, also of rejected rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.find_named import Named
from ec2_batch.imports.references.references import References
from ec2_batch.imports.rows.validate import Validator
from ec2_batch.imports.uploads.opened import SourceFile

KEY, TERM = "sourced_id", "term"


def read_names(
    source: SourceFile, references: References, place: tuple[Named, ...]
) -> Iterator[pl.DataFrame | None]:
    """Yield ids, terms and names block by block; None for one with a row that cannot be cut.

    A name that cannot be read is null, and so is a section's where the term cannot: nobody knows
    then which of several it is.
    """
    names = _Names(source.layout, Validator(source.layout, references), place)
    for block in source.blocks():
        cells = replace(source, is_again=False).cells(block)
        if cells.issues:
            yield None
            return
        yield names.of(cells.frame)


@dataclass(frozen=True, slots=True)
class _Names:
    layout: Layout
    validator: Validator
    place: tuple[Named, ...]

    def of(self, cells: pl.DataFrame) -> pl.DataFrame:
        frame = pl.DataFrame(
            [
                self._column(cells, KEY, pl.String).str.to_lowercase().alias("key"),
                self._column(cells, TERM, pl.Int64).alias("term_id"),
                *(
                    self._column(cells, named.noun, pl.String).alias(named.name)
                    for named in self.place
                ),
            ]
        )
        if (at := self.layout.positions.get(TERM)) is None:
            return frame
        lost = (cells[str(at)].str.strip_chars() != "") & frame["term_id"].is_null()
        section = self.place[-1].name
        return frame.with_columns(pl.when(~lost).then(pl.col(section)).alias(section))

    def _column(self, cells: pl.DataFrame, name: str, kind: type[pl.DataType]) -> pl.Series:
        for column, at in self.layout.columns:
            if column.name == name:
                values, _ = self.validator.read(column, cells[str(at)])
                return values
        return pl.Series(name, [None] * cells.height, kind)
