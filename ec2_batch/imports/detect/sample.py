"""A file's first lines, as text: what detection looks at before any row is parsed."""

import csv
from collections.abc import Iterable

from ec2_batch.imports.detect.text_shape import decoded_head
from ec2_batch.imports.layout import TextShape

NOTHING = " \t,;|"  # of which a blank row is made


def sample_lines(head: bytes, shape: TextShape, *, whole: bool) -> list[str]:
    """Return the lines of a file that begins with `head`; `whole` says that it is all."""
    lines = decoded_head(head, shape.encoding).split(shape.cut.decode())
    if not whole:
        lines.pop()  # it goes on behind the head
    return [line.strip("\r\n\ufeff").replace("\0", "") for line in lines]


def sample_rows(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    """Return the cells of each line, but for blank lines and pieces of a longer row."""
    return [
        split_line(line, delimiter)
        for line in lines
        if line.strip(NOTHING) and line.count('"') % 2 == 0
    ]


def split_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line."""
    one_line = line.replace("\r", " ").replace("\n", " ")
    return [cell.strip() for cell in next(csv.reader([one_line], delimiter=delimiter))]


def fits(row: list[str], width: int) -> bool:
    """Say whether a row has a cell for each column; spreadsheets add empty ones."""
    return len(row) >= width and not any(row[width:])
