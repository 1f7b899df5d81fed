"""Rows that belong to other rows of the same file: what something belongs to is written first."""

import polars as pl

# The staged column of what a row belongs to, as the file names it.
PARENT = "parent_name"


def in_waves(
    frame: pl.DataFrame, names: tuple[str, ...]
) -> tuple[list[pl.DataFrame], pl.DataFrame]:
    """Return the rows in waves, none of which belongs to a later one, and those in a circle.

    `names` are the columns by which a parent may be named.
    """
    waves, left = list[pl.DataFrame](), frame
    while left.height:
        later = pl.concat([left[name] for name in names]).drop_nulls().str.to_lowercase()
        waits = pl.col(PARENT).str.to_lowercase().is_in(later.implode()).fill_null(value=False)
        ready = left.filter(~waits)
        if ready.is_empty():
            break
        waves.append(ready)
        left = left.filter(waits)
    return waves, left
