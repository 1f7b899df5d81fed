"""Formats: the kinds of file that can be imported, declared for all who name or read them."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from schema.formats.column import ImportColumn, ImportEntity


class ImportFormatName(StrEnum):
    """Which format it is."""

    STUDENTS = "students"
    LEGACY_STUDENTS = "legacy-students"


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A CSV file of a format: a header, and rows about one kind of record."""

    name: str
    entity: ImportEntity
    columns: tuple[ImportColumn, ...]
    needs: tuple[tuple[str, ...], ...]  # of each group, at least one column is there
    keys: tuple[str, ...]  # how a known record is found: by the first, else by the next
    header: tuple[str, ...]  # the columns to start from, in their order

    @property
    def example(self) -> str:
        """Return a header to copy."""
        return ",".join(self.header)

    @property
    def template(self) -> str:
        """Return a file to start from: the header, and a row that shows what to write."""
        examples = {column.name: column.example for column in self.columns}
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(self.header)
        rows.writerow([examples[name] for name in self.header])
        return text.getvalue()


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One kind of upload."""

    name: ImportFormatName
    title: str
    description: str
    files: tuple[ImportFile, ...]  # a CSV file is one; an archive has several, in this order
