"""What of a set is out of use: rows may name it that leave with it, and no others."""

import polars as pl

from ec2_batch.imports.format import Present, Rule
from ec2_batch.imports.formats.catalog_cells import status_of
from ec2_batch.imports.references.references import Names


def closed(present: Present, **named: Names) -> list[Rule]:
    """Return the rules that what is out of use, by the column that names it, has nothing new."""
    stays = status_of(present) != "inactive"
    return [
        Rule(
            stays & pl.col(column).is_in(list(known.left.values())),
            f"{column.upper()}_CLOSED",
            f"This {column} is no longer in use: let the row leave with it, as “tobedeleted”, or"
            f" keep the {column} in use.",
            column,
        )
        for column, known in named.items()
        if column in present
    ]
