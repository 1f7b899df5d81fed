"""Rejected rows: as they stand in the file, each behind its line and what is wrong with it.

Made of the job's issues and the upload itself: it needs no memory of the import, and comes out the
same however often the worker has died.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, groupby, takewhile
from operator import attrgetter

import polars as pl

from ec2_batch.imports.detect.told_dates import tell_dates
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.blocks import LINE, Block
from ec2_batch.imports.rows.parse import decoded
from ec2_batch.imports.rows.withheld import secret_columns, without_secrets
from schema.rules.rejected_rows import ERROR_COLUMN, LINE_COLUMN, OWN_COLUMNS


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row."""

    line: int
    column: str | None
    message: str


@dataclass(frozen=True)
class RejectedRows:
    """How rejected rows of one file are written: its columns, delimiter, encoding, line ends."""

    layout: Layout

    @cached_property
    def _own(self) -> re.Pattern[str] | None:
        """Match what stands in front of a row that had come back once before."""
        count = len(list(takewhile(lambda name: name in OWN_COLUMNS, self.layout.header)))
        if not count:
            return None
        mark = re.escape(self.layout.delimiter)
        cell = rf'(?:"(?:[^"]|"")*"|[^"{mark}][^{mark}]*|){mark}'
        return re.compile(cell * count)

    @cached_property
    def _dates(self) -> list[str]:
        told = tell_dates(self.layout.date_orders)
        return [told] if told else []

    def text(self, blocks: Iterable[Block], faults: Iterable[Fault]) -> Iterator[bytes]:
        """Yield the bytes of the file that comes back; faults come in the order of lines."""
        shape = self.layout.shape
        encoder = codecs.getincrementalencoder(shape.encoding)("replace")
        end = shape.line_end.decode()
        yield encoder.encode(self._header() + end)
        for line, error, raw in _rejected(blocks, faults):
            before = self._joined([str(line), error, *self._dates]) + self.layout.delimiter
            if (row := self._as_text(raw)) is None:
                # As it is: it is to be refused again, not guessed at.
                kept = b"" if secret_columns(self.layout) else raw
                yield encoder.encode(before) + kept + encoder.encode(end)
            else:
                kept_row = self._without_own(without_secrets(row, self.layout))
                yield encoder.encode(before + kept_row + end)

    def _as_text(self, raw: bytes) -> str | None:
        if self.layout.shape.encoding.startswith(("utf-16", "utf-32")):
            return raw.decode("utf-8", "replace")  # the beginning of a long row may be cut short
        return decoded(raw, self.layout)

    def _header(self) -> str:
        own = OWN_COLUMNS if self._dates else (LINE_COLUMN, ERROR_COLUMN)
        theirs = dropwhile(lambda name: name in OWN_COLUMNS, self.layout.header)
        return self._joined([*own, *theirs])

    def _joined(self, cells: list[str]) -> str:
        line = io.StringIO()
        csv.writer(line, delimiter=self.layout.delimiter, lineterminator="").writerow(cells)
        return line.getvalue()

    def _without_own(self, row: str) -> str:
        return self._own.sub("", row, count=1) if self._own and self._own.match(row) else row


def _rejected(blocks: Iterable[Block], faults: Iterable[Fault]) -> Iterator[tuple[int, str, bytes]]:
    """Yield each rejected row: its line, all that is wrong with it, and its bytes."""
    found = groupby(faults, attrgetter("line"))
    told = ((line, " ".join(map(_said, of_row))) for line, of_row in found)
    following = next(told, None)
    for block in blocks:
        errors = dict[int, str]()
        while following and following[0] <= _last_line(block):
            errors[following[0]] = following[1]
            following = next(told, None)
        for line, raw in sorted(_raws(block, errors)):
            yield line, errors[line], raw
        if following is None:
            return


def _said(fault: Fault) -> str:
    said = f"{fault.column}: {fault.message}" if fault.column else fault.message
    return " ".join(said.split())  # a line break would be one of the row


def _last_line(block: Block) -> int:
    return max([*block.plain[LINE].tail(1), *(line for line, _ in _careful(block))], default=0)


def _careful(block: Block) -> list[tuple[int, bytes]]:
    rows = [(row.line, row.raw) for row in block.rows]
    return rows + [(broken.line, broken.raw) for broken in block.broken]


def _raws(block: Block, lines: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    wanted = set(lines)
    if not wanted:
        return
    among = pl.Series(sorted(wanted), dtype=pl.Int32).implode()
    yield from block.plain.filter(pl.col(LINE).is_in(among)).rows()
    yield from ((line, raw) for line, raw in _careful(block) if line in wanted)
