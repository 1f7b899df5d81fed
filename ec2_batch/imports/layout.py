"""The layout of a file: how its bytes become columns that a format understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ec2_batch.imports.column_names import confidence, near_miss
from ec2_batch.imports.format import Column, Format
from ec2_batch.imports.parsers.dates import DateOrder
from schema.rules.rejected_rows import OWN_COLUMNS


@dataclass(frozen=True, slots=True)
class TextShape:
    """How a file's bytes are text: found from its first bytes alone."""

    encoding: str  # of the file; UTF-16 and UTF-32 are read as UTF-8 from here on
    exact: bool  # a record that is not in this encoding is wrong, and not merely older
    line_end: bytes  # LF, CRLF or CR, as most of the file has it

    @property
    def cut(self) -> bytes:
        """Return the byte that ends a line; a CR before it belongs to the line end too."""
        return self.line_end[-1:]

    @property
    def line_end_name(self) -> str:
        """Return the line end's usual name."""
        return {b"\n": "LF", b"\r": "CR", b"\r\n": "CRLF"}[self.line_end]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out."""

    shape: TextShape
    delimiter: str
    header_line: int  # physical line, from 1
    header: tuple[str, ...]
    format: Format
    columns: tuple[tuple[Column, int], ...]  # of the format, and where the header has them
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)  # by column name
    # Of rows that name none: the same bytes are about other records in another school.
    default_school: int | None = None

    @property
    def positions(self) -> dict[str, int]:
        """Return where the header has each of the format's columns."""
        return {column.name: at for column, at in self.columns}

    @property
    def written(self) -> tuple[str, ...]:
        """Return the record's columns that the file writes; others stay as they are."""
        return tuple(
            dict.fromkeys(name for column, _ in self.columns for name in column.cell.writes)
        )

    @property
    def ignored(self) -> list[str]:
        """Return the header's columns that the format has no use for."""
        used = set(self.positions.values())
        return [
            name
            for at, name in enumerate(self.header)
            if name and name not in OWN_COLUMNS and at not in used
        ]

    def header_of(self, column: str) -> str:
        """Return what the file itself calls a column of the format."""
        positions = self.positions
        if column not in positions:
            column = self.format.stands_for.get(column, column)
        return self.header[positions[column]] if column in positions else column

    def near_misses(self) -> dict[str, str]:
        """Return the columns that ignored headers may have been meant for."""
        positions = self.positions
        missing = [column for column in self.format.columns if column.name not in positions]
        near = {header: near_miss(header, missing) for header in self.ignored}
        return {header: name for header, name in near.items() if name}

    def described(self) -> dict[str, Any]:
        """Return the layout as the job shows it to the operator; no value of a row is in it."""
        return {
            "encoding": self.shape.encoding,
            "delimiter": self.delimiter,
            "lineEnd": self.shape.line_end_name,
            "headerLine": self.header_line,
            "columns": [self._described(column, at) for column, at in self.columns],
            "ignored": self.ignored,
            "didYouMean": [
                {"header": header, "field": name} for header, name in self.near_misses().items()
            ],
        }

    def _described(self, column: Column, at: int) -> dict[str, Any]:
        header = self.header[at]
        found = {"header": header, "field": column.name, "confidence": confidence(column, header)}
        order = self.date_orders.get(column.name)
        return found | ({"dateOrder": order.value} if order else {})
