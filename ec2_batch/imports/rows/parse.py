"""Stage 3b, parse: lines that need care to rows of cells; one broken row costs itself alone."""

import csv
from collections.abc import Sequence
from typing import NamedTuple

from ec2_batch.imports.issue import Issue, shown
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.rows.withheld import secret_columns

MAX_RECORD_BYTES = 64 * 1024
MAX_RECORD_LINES = 100
MAX_FIELD = 4096  # characters


class Row(NamedTuple):
    """One row of a file, cut into cells."""

    line: int
    cells: list[str]
    raw: bytes  # as it stands in the file


class Broken(NamedTuple):
    """A row that cannot be cut into cells."""

    line: int
    issue: Issue
    raw: bytes  # as it stands in the file; of an endless one, its beginning


class _StillOpenError(Exception):
    """A quoted value has begun and not ended."""


class _QuotingError(Exception):
    """A quote stands where none can."""


def next_row(
    lines: Sequence[bytes], at: int, first: int, layout: Layout, *, last: bool
) -> tuple[Row | Broken | None, int] | None:
    """Return the row that begins at a line, and the line after it; a blank row is None.

    `first` is the number of the first line, and `last` says that no line will follow. Nothing
    at all means that the row goes on in lines that are not here yet.
    """
    try:
        return parse_row(first + at, lines[at], layout), at + 1
    except _StillOpenError:
        return _gather(lines, at, first, layout, last=last)


def parse_row(number: int, data: bytes, layout: Layout) -> Row | Broken | None:
    """Return the row that a record holds, or nothing if it is blank."""
    if len(data) > MAX_RECORD_BYTES:
        message = f"A row has at most {MAX_RECORD_BYTES // 1024} kB."
        return _broken(layout, number, data, "ROW_TOO_LONG", message)
    if b"\0" in data:
        return _broken(layout, number, data, "NUL_BYTE", "The row holds a NUL byte.")
    if (text := decoded(data, layout)) is None:
        return _broken(
            layout, number, data, "BAD_ENCODING", f"The row is not {layout.shape.encoding} text."
        )
    try:
        return _checked(number, data, _cells(text, layout.delimiter), layout)
    except _QuotingError:
        message = 'A quote inside a quoted value must be doubled, as in “""”.'
        return _broken(layout, number, data, "MALFORMED_QUOTES", message)


def _gather(
    lines: Sequence[bytes], at: int, first: int, layout: Layout, *, last: bool
) -> tuple[Row | Broken | None, int] | None:
    """Return the row that goes on over several lines.

    If no row comes of it, its first line alone is broken: a runaway quote costs no other.
    """
    size = len(lines[at])
    for end in range(at + 1, at + MAX_RECORD_LINES):
        if end == len(lines) and not last:
            return None
        if end == len(lines) or size > MAX_RECORD_BYTES:
            break
        size += len(lines[end])
        if lines[end].count(b'"') % 2 == 0:  # it cannot end what is open
            continue
        try:
            row = parse_row(first + at, b"\n".join(lines[at : end + 1]), layout)
        except _StillOpenError:
            continue
        if isinstance(row, Row) and not _spills(row, layout):
            return row, end + 1
        break
    message = "A quoted value begins and never ends."
    return _broken(layout, first + at, lines[at], "UNCLOSED_QUOTE", message), at + 1


def _spills(row: Row, layout: Layout) -> bool:
    """Say whether a line break stands in a column that cannot have one: a runaway quote."""
    return any("\n" in row.cells[at] for _, at in layout.columns)


def decoded(data: bytes, layout: Layout) -> str | None:
    """Return a record as text; None if it is none."""
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


def _checked(number: int, data: bytes, cells: list[str], layout: Layout) -> Row | Broken | None:
    if not any(cell and not cell.isspace() for cell in cells):
        return None
    width = len(layout.header)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()  # spreadsheets end rows with empty cells
    if len(cells) != width:
        message = f"The row has {len(cells)} values; the header has {width} columns."
        return _broken(layout, number, data, "WRONG_WIDTH", message)
    for at, cell in enumerate(cells):
        if len(cell) > MAX_FIELD:
            message = f"A value has at most {MAX_FIELD} characters."
            value = None if at in secret_columns(layout) else shown(cell)
            issue = Issue(number, "TOO_LONG", message, layout.header[at], value)
            return Broken(number, issue, data)
    return Row(number, cells, data)


def _broken(layout: Layout, number: int, data: bytes, code: str, message: str) -> Broken:
    start = shown(data[:400].decode("utf-8", "replace"))
    # Of a row that cannot be cut into cells nobody knows where a password stands.
    value = None if secret_columns(layout) else start
    return Broken(number, Issue(number, code, message, value=value), data)
