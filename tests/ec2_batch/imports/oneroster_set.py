"""One OneRoster export: its files, and the zip that they come in."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ec2_batch.pack_files import pack_files
from schema.formats.format import ImportFile, ImportFormat
from schema.formats.oneroster import ONEROSTER_1_1, ONEROSTER_1_2

Row = dict[str, str]
FORMATS = {"1.1": ONEROSTER_1_1, "1.2": ONEROSTER_1_2}


@dataclass(frozen=True)
class OneRosterSet:
    """One export."""

    version: str
    files: Mapping[str, list[Row]]  # by name; what a file has beyond the standard is in its rows

    @property
    def declared(self) -> ImportFormat:
        return FORMATS[self.version]

    def with_rows(self, name: str, rows: Iterable[Row]) -> "OneRosterSet":
        """Return the same set with other rows in one file."""
        return replace(self, files={**self.files, name: list(rows)})

    def delta(self, name: str, *rows: Row) -> bytes:
        """Return the zip of a set that says nothing but that these rows of one file changed."""
        changed = {"status": "active", "dateLastModified": "2026-11-20T08:00:00Z"}
        return replace(self, files={name: [changed | row for row in rows]}).zipped("delta")

    def manifest(self, how: str) -> list[tuple[str, str]]:
        there = {f"file.{name.removesuffix('.csv')}" for name in self.files}
        said = [
            (key, (how if key in there else "absent") if key.startswith("file.") else value)
            for key, value in self.declared.manifest
        ]
        return [*said, ("source.systemName", "Made-up SIS"), ("source.systemCode", "")]

    def texts(self, how: str = "bulk", line_end: str = "\r\n") -> Iterator[tuple[str, str]]:
        """Yield the files, the manifest first; the others in the order of their names."""
        yield "manifest.csv", _text(["propertyName", "value"], self.manifest(how), line_end)
        headers = {file.name: file.header for file in self.declared.files}
        for name, rows in sorted(self.files.items()):
            known = headers.get(name, ("sourcedId", "status", "dateLastModified", "title"))
            header = [
                *known,
                *dict.fromkeys(key for row in rows for key in row if key not in known),
            ]
            yield (
                name,
                _text(header, ([row.get(key, "") for key in header] for row in rows), line_end),
            )

    def zipped(
        self, how: str = "bulk", *, line_end: str = "\r\n", encoding: str = "utf-8"
    ) -> bytes:
        """Return the zip; `how` is bulk or delta."""
        files = ((name, text.encode(encoding)) for name, text in self.texts(how, line_end))
        return b"".join(pack_files(files))


def _text(header: list[str], rows: Iterable[Iterable[str]], line_end: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def references(file: ImportFile) -> list[str]:
    """Return the columns of a file that hold other records' keys."""
    return [column.name for column in file.columns if column.refers_to]
