"""Stage 3a, blocks: a file's bytes to runs of records, in bounded memory."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from ec2_batch.imports.layout import Layout, TextShape
from ec2_batch.imports.rows.bytes_of_text import as_bytes_of_text
from ec2_batch.imports.rows.parse import MAX_FIELD, MAX_RECORD_BYTES, Broken, Row, next_row
from ec2_batch.imports.rows.quoted import is_whole

BLOCK_BYTES = 4 << 20  # a second or two of work: what a stop waits for and a kill repeats
FIRST_SMALLER = 4  # the first is a quarter, the fourth is whole
LINE, RAW = "_line", "_raw"


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records that follow each other in a file, and are written together."""

    number: int  # blocks before it
    plain: pl.DataFrame  # _line (physical, from 1) and _raw: records that plainly are one line
    rows: list[Row]  # the others, cut into cells one by one
    broken: list[Broken]


def read_blocks(chunks: Iterable[bytes], layout: Layout) -> Iterator[Block]:
    """Yield all records after the header; the same bytes make the same blocks."""
    first, waiting = 1, list[bytes]()
    for number, (lines, last) in enumerate(_with_last(_lines(chunks, layout.shape))):
        waiting += lines
        block, taken = _cut(number, waiting, first, layout, last=last)
        first, waiting = first + taken, waiting[taken:]
        yield block


def _lines(chunks: Iterable[bytes], shape: TextShape) -> Iterator[list[bytes]]:
    """Yield physical lines by the block; of an endless one only the beginning is kept."""
    rest, begun = b"", False
    for piece in _pieces(as_bytes_of_text(chunks, shape)):
        data = rest + piece if begun else (rest + piece).removeprefix(codecs.BOM_UTF8)
        begun = True
        *lines, rest = data.split(shape.cut)
        rest = rest[: MAX_RECORD_BYTES + 1]  # still too long, whatever follows
        yield [line.removesuffix(b"\r") for line in lines] if b"\r" in data else lines
    if rest:
        yield [rest.removesuffix(b"\r")]


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of the same sizes, however they arrive."""
    held, number = bytearray(), 0
    for chunk in chunks:
        held += chunk
        while len(held) >= (size := _size(number)):
            yield bytes(held[:size])
            del held[:size]
            number += 1
    if held:
        yield bytes(held)


def _size(number: int) -> int:
    """Return a block's size; with small ones first, there soon is something to write."""
    return BLOCK_BYTES * min(number + 1, FIRST_SMALLER) // FIRST_SMALLER


def _with_last(lists: Iterable[list[bytes]]) -> Iterator[tuple[list[bytes], bool]]:
    source = iter(lists)
    current = next(source, None)
    while current is not None:
        following = next(source, None)
        yield current, following is None
        current = following


def _cut(
    number: int, lines: list[bytes], first: int, layout: Layout, *, last: bool
) -> tuple[Block, int]:
    """Return the records of these lines, and how many lines they take.

    A record may go on in lines that are yet to come; then its lines wait for them.
    """
    texts = pl.Series(RAW, lines, pl.Binary)
    start = min(max(layout.header_line - first + 1, 0), len(lines))  # the header, or before it
    at, end, aside = start, len(lines), list[int]()
    rows, broken = list[Row](), list[Broken]()
    for careful in _careful(texts, layout.delimiter):
        if careful < at:
            continue
        found = next_row(lines, careful, first, layout, last=last)
        if found is None:
            end = careful
            break
        row, at = found
        aside += range(careful, at)
        if isinstance(row, Broken):
            broken.append(row)
        elif row is not None:
            rows.append(row)
    places = pl.arange(start, max(start, end), dtype=pl.UInt32, eager=True)
    if aside:
        places = places.filter(~places.is_in(aside))
    numbers = (places + first).cast(pl.Int32).alias(LINE)
    return Block(number, pl.DataFrame([numbers, texts.gather(places)]), rows, broken), end


def _careful(texts: pl.Series, delimiter: str) -> list[int]:
    """Return which lines need a closer look: quotes may join them, NUL and length refuse them."""
    careful = texts.bin.contains(b"\0") | (texts.bin.size() > MAX_FIELD)
    quoted = texts.bin.contains(b'"').arg_true()
    if len(quoted):
        whole = is_whole(texts.gather(quoted), delimiter)
        careful = careful.scatter(quoted.filter(~whole), True)
    return careful.arg_true().to_list()
