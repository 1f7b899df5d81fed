"""Stage 3b, parse: lines to rows of cells; one broken row costs itself and no other."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ec2_batch.imports.issue import Issue, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.lines import MAX_LINE_BYTES, Line

MAX_RECORD_BYTES = MAX_LINE_BYTES
MAX_RECORD_LINES = 100
MAX_FIELD = 4096  # characters


class Row(NamedTuple):
    """One row of a file, cut into cells."""

    line: int
    cells: list[str]


class Broken(NamedTuple):
    """A row that cannot be cut into cells."""

    line: int
    issue: Issue


class _StillOpenError(Exception):
    """A quoted value has begun and not ended."""


class _QuotingError(Exception):
    """A quote stands where none can."""


def parse(lines: Iterable[Line], layout: Layout) -> Iterator[Row | Broken]:
    """Yield each row after the header, whole or broken; blank rows are no rows."""
    source = iter(lines)
    again: deque[Line] = deque()  # lines that a runaway quote had swallowed
    while (line := again.popleft() if again else next(source, None)) is not None:
        if line.number <= layout.header_line:
            continue
        try:
            row = _row(line, layout)
        except _StillOpenError:
            row, taken = _gather(line, again, source, layout)
            again.extendleft(reversed(taken))
        if row is not None:
            yield row


def _row(line: Line, layout: Layout) -> Row | Broken | None:
    """Return the row of one line, or nothing if it is blank."""
    if line.too_long:
        return _broken(line, "ROW_TOO_LONG", f"A row has at most {MAX_RECORD_BYTES // 1024} kB.")
    if b"\0" in line.data:
        return _broken(line, "NUL_BYTE", "The row holds a NUL byte.")
    if (text := _decoded(line.data, layout)) is None:
        return _broken(line, "BAD_ENCODING", f"The row is not {layout.shape.encoding} text.")
    try:
        return _checked(line, _cells(text, layout.delimiter), layout)
    except _QuotingError:
        return _broken(
            line, "MALFORMED_QUOTES", 'A quote inside a quoted value must be doubled, as in “""”.'
        )


def _gather(
    first: Line, again: deque[Line], source: Iterator[Line], layout: Layout
) -> tuple[Row | Broken | None, list[Line]]:
    """Return the row that goes on over several lines, and the lines to read again.

    If no row comes of it, the first line alone is broken and all others are read again.
    """
    taken, size = [first], len(first.data)
    while len(taken) < MAX_RECORD_LINES and size <= MAX_RECORD_BYTES:
        line = again.popleft() if again else next(source, None)
        if line is None:
            break
        taken.append(line)
        size += len(line.data)
        if line.data.count(b'"') % 2 == 0:  # it cannot end what is open
            continue
        try:
            row = _row(Line(first.number, b"\n".join(x.data for x in taken)), layout)
        except _StillOpenError:
            continue
        if isinstance(row, Row) and not _spills(row, layout):
            return row, []
        break
    return _broken(first, "UNCLOSED_QUOTE", "A quoted value begins and never ends."), taken[1:]


def _spills(row: Row, layout: Layout) -> bool:
    """Say whether a line break stands in a column that cannot have one: a runaway quote."""
    return any("\n" in row.cells[at] for _, at in layout.columns)


def _decoded(data: bytes, layout: Layout) -> str | None:
    if data.isascii():
        return data.decode("ascii")
    encodings = ["cp1252"] if layout.shape.encoding == "cp1252" else ["utf-8"]
    if not layout.shape.exact and encodings == ["utf-8"]:
        encodings.append("cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _cells(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error as error:
        # The module's only word for a quote that is still open at the end.
        raise (_StillOpenError if "end of data" in str(error) else _QuotingError) from None


def _checked(line: Line, cells: list[str], layout: Layout) -> Row | Broken | None:
    if not any(cell and not cell.isspace() for cell in cells):
        return None
    width = len(layout.header)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()  # spreadsheets end rows with empty cells
    if len(cells) != width:
        return _broken(
            line, "WRONG_WIDTH", f"The row has {len(cells)} values; the header has {width} columns."
        )
    for at, cell in enumerate(cells):
        if len(cell) > MAX_FIELD:
            issue = Issue(
                line.number, "TOO_LONG", f"A value has at most {MAX_FIELD} characters.",
                layout.header[at], shown(cell),
            )  # fmt: skip
            return Broken(line.number, issue)
    return Row(line.number, cells)


def _broken(line: Line, code: str, message: str) -> Broken:
    start = line.data[:400].decode("utf-8", "replace")
    return Broken(line.number, Issue(line.number, code, message, value=shown(start)))
