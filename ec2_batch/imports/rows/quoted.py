"""Records with quotes that are quoted as they should be: many programs quote every value."""

import io
import re

import polars as pl

# A value that begins at once, in quotes of which those inside are doubled, or without any. What
# this does not match may be right too, and is cut with more care.
VALUE = r'(?:"(?:[^"\r\n]|"")*"|[^"{delimiter}\s][^"{delimiter}\r\n]*|)'


def is_whole(raws: pl.Series, delimiter: str) -> pl.Series:
    """Say of each line whether it is a record of its own; a line that is not UTF-8 may be."""
    try:
        texts = raws.cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.repeat(value=False, n=len(raws), dtype=pl.Boolean, eager=True)
    return texts.str.contains(_record(delimiter, "*"))


def has_width(text: pl.Expr, delimiter: str, width: int) -> pl.Expr:
    """Say whether a text is a record of so many values."""
    return text.str.contains(_record(delimiter, f"{{{width - 1}}}"))


def cut_quoted(texts: pl.Series, delimiter: str, names: list[str]) -> pl.DataFrame:
    """Return the values of records that have the width of these names."""
    return pl.read_csv(
        io.BytesIO("\n".join(texts).encode()),
        has_header=False,
        separator=delimiter,
        schema=dict.fromkeys(names, pl.String),
        empty_string_is_null=False,
        extra_columns="raise",
        missing_columns="raise",
    )


def _record(delimiter: str, times: str) -> str:
    apart = re.escape(delimiter)
    value = VALUE.replace("{delimiter}", apart)
    return f"^{value}(?:{apart}{value}){times}$"
