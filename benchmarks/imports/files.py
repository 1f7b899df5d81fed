"""Files to import, and the clean rows of the same as COPY wants them; written row by row."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.imports.rows import Ids, Rows, fault_of, is_changed, is_faulty


@dataclass(frozen=True, slots=True)
class Span:
    """Which rows a file has; it begins where a multiple of 50 does."""

    first: int
    count: int

    @property
    def numbers(self) -> range:
        return range(self.first, self.first + self.count)

    @property
    def clean(self) -> int:
        """Return how many of the rows can be imported."""
        return sum(1 for number in self.numbers if not is_faulty(number))


@dataclass(frozen=True, slots=True)
class Files:
    """One kind of file of some size, as it is written once and read by every subject."""

    upload: Path  # what people upload
    again: Path  # the same rows, in a file that ends with a blank line: other bytes
    changed: Path  # 1% of the rows say something else
    clean: Path  # the rows that can be imported, resolved, for COPY
    clean_changed: Path
    span: Span


def write_files(directory: Path, rows: Rows, span: Span, ids: Ids) -> Files:
    """Return the files of some rows, after writing them."""
    directory.mkdir(parents=True, exist_ok=True)
    name = f"{rows.name}-{span.first}-{span.count}"
    files = Files(
        upload=directory / f"{name}-upload.csv",
        again=directory / f"{name}-again.csv",
        changed=directory / f"{name}-changed.csv",
        clean=directory / f"{name}-clean.csv",
        clean_changed=directory / f"{name}-clean-changed.csv",
        span=span,
    )
    write_upload(files.upload, rows, span)
    shutil.copyfile(files.upload, files.again)
    with files.again.open("ab") as file:
        file.write(b"\n")
    write_upload(files.changed, rows, span, changed=True)
    write_clean(files.clean, rows, span, ids)
    write_clean(files.clean_changed, rows, span, ids, changed=True)
    return files


def write_only_upload(directory: Path, rows: Rows, span: Span) -> Files:
    """Return the files of some rows of which nothing is needed but what people upload."""
    directory.mkdir(parents=True, exist_ok=True)
    upload = directory / f"{rows.name}-{span.first}-{span.count}-only-upload.csv"
    write_upload(upload, rows, span)
    return Files(upload, upload, upload, upload, upload, span)


def write_upload(path: Path, rows: Rows, span: Span, *, changed: bool = False) -> None:
    """Write a file as people upload it, with 2% of its rows to reject."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(rows.header) + "\n")
        for number, cells in _rows(rows, span, changed):
            file.write(_line(cells, quoted=number % 20 == 3))


def write_clean(path: Path, rows: Rows, span: Span, ids: Ids, *, changed: bool = False) -> None:
    """Write what the table is to hold, with an empty cell for null."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for number, cells in _rows(rows, span, changed):
            if not is_faulty(number):
                write(rows.stored(cells, ids))


def _rows(rows: Rows, span: Span, changed: bool) -> Iterator[tuple[int, list[str]]]:
    for number in span.numbers:
        if is_faulty(number):
            yield number, rows.faulty(number, fault_of(rows, number), span.first)
        else:
            yield number, rows.clean(number, changed=changed and is_changed(number))


def _line(cells: list[str], *, quoted: bool) -> str:
    """Return a line as spreadsheets write it, some of them with quotes that need not be."""
    if quoted or any("," in cell for cell in cells):
        cells = [f'"{cell}"' if " " in cell or quoted else cell for cell in cells]
    return ",".join(cells) + "\n"
