"""Formats: the kinds of file that can be imported, declared for all who name or read them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from schema.formats.column import ImportColumn, ImportEntity


class ImportFormatName(StrEnum):
    """Which format it is."""

    STUDENTS = "students"
    LEGACY_STUDENTS = "legacy-students"
    ORGS = "orgs"
    TERMS = "terms"
    COURSES = "courses"
    STAFF = "staff"
    SECTIONS = "sections"
    ENROLLMENTS = "enrollments"
    GRADES = "grades"
    ONEROSTER_1_1 = "oneroster-1.1"
    ONEROSTER_1_2 = "oneroster-1.2"


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A CSV file of a format: a header, and rows about some kinds of record."""

    name: str
    entities: tuple[ImportEntity, ...]  # what a row may be about, the one it is mostly about first
    columns: tuple[ImportColumn, ...]
    needs: tuple[tuple[str, ...], ...]  # of each group, at least one column is there
    # How a known record is found: by the first, else by the next, else by what it refers to.
    keys: tuple[str, ...]
    header: tuple[str, ...]  # the columns to start from, in their order
    # Columns that are known and never read, `*` at the end standing for anything.
    ignores: tuple[str, ...] = ()
    # What stands in a file to start from; none: the columns' examples.
    samples: tuple[Mapping[str, str], ...] = ()

    @property
    def example(self) -> str:
        """Return a header to copy."""
        return ",".join(self.header)

    @property
    def template(self) -> str:
        """Return a file to start from: the header, and rows that show what to write."""
        examples = {column.name: column.example for column in self.columns}
        samples = self.samples or (examples,)
        return as_csv(
            (self.header, *([each.get(name, "") for name in self.header] for each in samples))
        )


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One kind of upload: a CSV file, or an archive of several with a manifest."""

    name: ImportFormatName
    title: str
    description: str
    files: tuple[ImportFile, ...]  # in the order they are imported in
    # What an archive's manifest.csv says of it; a CSV file has none.
    manifest: tuple[tuple[str, str], ...] = ()
    ignores: tuple[str, ...] = ()  # files of an archive that are known and never read

    @property
    def is_archive(self) -> bool:
        """Return whether its files come in a zip."""
        return bool(self.manifest)

    @property
    def templates(self) -> tuple[tuple[str, str], ...]:
        """Return the files to start from, by name: those of an archive are a set that fits."""
        files = tuple((file.name, file.template) for file in self.files)
        if not self.is_archive:
            return files
        said = as_csv((("propertyName", "value"), *self.manifest))
        return (("manifest.csv", said), *files)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
