"""Stage 3c, cells: a block's records to a table of texts, a column for each of the header's."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
import xxhash

from ec2_batch.imports.issue import Issue
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import LINE, RAW, Block
from ec2_batch.imports.rows.parse import Broken, Row, parse_row
from ec2_batch.imports.rows.quoted import cut_quoted, has_width

HASH = "_hash"


@dataclass(frozen=True, slots=True)
class Cells:
    """A block's rows that could be cut into cells, and what is wrong with the others."""

    # _line, _hash (of the record, signed as the records keep it), and "0", "1", ... for the cells.
    frame: pl.DataFrame
    issues: list[Issue]
    skipped: int  # rows that the records already have exactly so


def cut_cells(block: Block, layout: Layout, known: pl.Series | None = None) -> Cells:
    """Return a block's cells; a row whose hash is known is only counted.

    `known` are hashes of records, sorted; None where rows say more than their record holds.
    """
    salt = record_salt(layout)
    plain, skipped = _unknown(block.plain.with_columns(_hashes(block.plain[RAW], salt)), known)
    frame, odd = _split(plain, layout)
    slow = [parse_row(line, raw, layout) for line, raw in odd]
    rows = [*block.rows, *(row for row in slow if isinstance(row, Row))]
    broken = [*block.broken, *(row for row in slow if isinstance(row, Broken))]
    careful, also_skipped = _unknown(_as_frame(rows, layout, salt), known)
    issues = [row.issue for row in broken]
    return Cells(pl.concat([frame, careful]), issues, skipped + also_skipped)


def _hashes(raws: Iterable[bytes], salt: int) -> pl.Series:
    hashes = [xxhash.xxh3_64_intdigest(raw, salt) for raw in raws]
    return pl.Series(HASH, hashes, pl.UInt64).reinterpret(signed=True)


def record_hashes(block: Block, layout: Layout) -> pl.Series:
    """Return the hashes of all of a block's records that are not broken."""
    salt = record_salt(layout)
    return pl.concat(
        [_hashes(block.plain[RAW], salt), _hashes((row.raw for row in block.rows), salt)]
    )


def _unknown(frame: pl.DataFrame, known: pl.Series | None) -> tuple[pl.DataFrame, int]:
    """Return the rows that the records do not have exactly so, and how many they do."""
    if known is None or known.is_empty():
        return frame, 0
    kept = frame.filter(~among(frame[HASH], known))
    return kept, frame.height - kept.height


def among(hashes: pl.Series, known: pl.Series) -> pl.Series:
    """Say of each hash whether it is one of the known, which are sorted."""
    if known.is_empty():
        return pl.repeat(value=False, n=len(hashes), dtype=pl.Boolean, eager=True)
    places = known.search_sorted(hashes).clip(upper_bound=len(known) - 1)
    return known.gather(places) == hashes


def record_salt(layout: Layout) -> int:
    """Return what makes equal bytes under another header, or elsewhere, another record."""
    orders = sorted(layout.date_orders.items())
    said = (layout.format.name, layout.delimiter, layout.header, orders, layout.default_school)
    return xxhash.xxh3_64_intdigest(repr(said).encode())


def _split(plain: pl.DataFrame, layout: Layout) -> tuple[pl.DataFrame, Iterable[tuple[int, bytes]]]:
    """Return the rows that are plainly right, cut at every delimiter, and the others."""
    width, delimiter = len(layout.header), layout.delimiter
    names = [str(at) for at in range(width)]
    texts = plain.with_columns(_texts(plain[RAW], layout.shape.encoding))
    text, quoted = pl.col("text"), pl.col("text").str.contains('"', literal=True)
    as_wide = (
        pl.when(quoted)
        .then(has_width(text, delimiter, width))
        .otherwise(text.str.count_matches(delimiter, literal=True) == width - 1)
    )
    right = text.is_not_null() & as_wide & (text.str.strip_chars(f'{delimiter}" \t') != "")
    sorted_out = texts.with_columns(right=right.fill_null(value=False), quoted=quoted)
    bare = sorted_out.filter(pl.col("right") & ~pl.col("quoted"))
    cut = bare.select(LINE, HASH, text.str.split_exact(delimiter, width - 1).alias("cells"))
    frame = cut.select(LINE, HASH, pl.col("cells").struct.rename_fields(names)).unnest("cells")
    if (more := sorted_out.filter(pl.col("right") & pl.col("quoted"))).height:
        cells = cut_quoted(more["text"], delimiter, names)
        frame.vstack(more.select(LINE, HASH).hstack(cells), in_place=True)
    return frame, sorted_out.filter(~pl.col("right")).select(LINE, RAW).rows()


def _texts(raws: pl.Series, encoding: str) -> pl.Series:
    """Return records as text; null for one that is not plainly UTF-8."""
    if encoding == "cp1252":  # beyond ASCII, bytes mean something else there
        return pl.Series("text", [r.decode() if r.isascii() else None for r in raws], pl.String)
    try:
        return raws.cast(pl.String).alias("text")
    except pl.exceptions.ComputeError:
        return pl.Series("text", [_utf8(raw) for raw in raws], pl.String)


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _as_frame(rows: list[Row], layout: Layout, salt: int) -> pl.DataFrame:
    columns = [
        pl.Series(LINE, [row.line for row in rows], pl.Int32),
        _hashes((row.raw for row in rows), salt),
    ]
    for at in range(len(layout.header)):
        columns.append(pl.Series(str(at), [row.cells[at] for row in rows], pl.String))
    return pl.DataFrame(columns)
