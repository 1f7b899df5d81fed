"""The kinds of file that are loaded, each with its files and what its rows refer to."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.imports.arena import Arena
from benchmarks.imports.enrollment_rows import SEATS, EnrollmentRows
from benchmarks.imports.files import Files, Span, write_files
from benchmarks.imports.populate import populated
from benchmarks.imports.records import Records, enrollment_ids, student_ids
from benchmarks.imports.student_rows import StudentRows
from benchmarks.imports.uploads import Bucket


@contextmanager
def students(
    empty: Records, uploads: Bucket, rows: int, work: Path, say: Callable[[str], None]
) -> Iterator[tuple[Arena, Files]]:
    """Give files of so many students, and where to load them."""
    arena = Arena(empty, uploads, StudentRows(), student_ids(empty), work / "logs")
    with _written(arena, rows, work, say) as files:
        yield arena, files


@contextmanager
def enrollments(
    empty: Records, uploads: Bucket, rows: int, work: Path, say: Callable[[str], None]
) -> Iterator[tuple[Arena, Files]]:
    """Give files of so many enrollments, and where to load them."""
    sections = rows // SEATS
    with populated(empty, sections) as full:
        kind = EnrollmentRows(sections)
        arena = Arena(full, uploads, kind, enrollment_ids(full), work / "logs")
        with _written(arena, sections * SEATS, work, say) as files:
            yield arena, files


@contextmanager
def _written(arena: Arena, rows: int, work: Path, say: Callable[[str], None]) -> Iterator[Files]:
    say(f"Writing files of {rows:,} {arena.rows.name}")
    try:
        yield write_files(work / "files", arena.rows, Span(0, rows), arena.ids)
    finally:
        shutil.rmtree(work / "files")
