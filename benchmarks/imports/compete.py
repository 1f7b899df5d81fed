"""What is measured: each subject alone, a file ten times as large, and two workers at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.imports.arena import Arena
from benchmarks.imports.files import Files, Span, write_files, write_only_upload
from benchmarks.imports.measure import Reading
from benchmarks.imports.records import copied
from benchmarks.imports.subjects import COPY, FRESH, OWN, Subject

# By load, and by figure.
Figures = dict[str, dict[str, float]]
TIMES_LARGER = 10  # the larger of two files that memory is looked at with
STEP = 1000  # a number of rows is a multiple of it, so that parts begin where files may


@dataclass(frozen=True, slots=True)
class Pace:
    """How many rows, and how often."""

    rounds: int  # of those that are quick enough; the others have one
    sample: int  # rows that the slowest are measured on
    largest: int  # rows of the file that memory is looked at with


FULL = Pace(rounds=3, sample=20_000, largest=1_000_000)
QUICK = Pace(rounds=1, sample=2_000, largest=100_000)


def compared(
    arena: Arena, files: Files, subjects: Sequence[Subject], pace: Pace, say: Callable[[str], None]
) -> Figures:
    """Return each load's figures: those of its median round; the subjects take turns."""
    taken: dict[str, list[Reading]] = {}
    titles = {load.name: load.title for subject in subjects for load in subject.loads}
    for number in range(pace.rounds):
        for subject in subjects:
            if number == 0 or subject.again_and_again:
                for name, reading in _once(arena, files, subject, pace):
                    taken.setdefault(name, []).append(reading)
                    say(f"{arena.rows.name}, {titles[name]}: {reading.seconds:.2f} s")
    return {
        name: _median(readings).figures(_rows_of(name, files)) for name, readings in taken.items()
    }


def _once(
    arena: Arena, files: Files, subject: Subject, pace: Pace
) -> Iterator[tuple[str, Reading]]:
    if not subject.sampled or files.span.count <= pace.sample:
        yield from arena.run(subject, files).items()
        return
    sample = write_files(
        files.upload.parent, arena.rows, Span(files.span.first, pace.sample), arena.ids
    )
    for name, reading in arena.run(subject, sample).items():
        yield name, reading.times(files.span.count / pace.sample)


def _median(readings: Sequence[Reading]) -> Reading:
    return sorted(readings, key=lambda reading: reading.seconds)[len(readings) // 2]


def _rows_of(name: str, files: Files) -> int:
    """Return how many rows a load goes through: COPY is given the clean ones alone."""
    return files.span.clean if name in ("copy", "bare") else files.span.count


def memory(arena: Arena, folder: Path, rows: int) -> dict[str, float]:
    """Return the importer's memory at so many rows, and at a tenth of them."""
    found: dict[str, float] = {}
    for size, count in (("small", rows // TIMES_LARGER), ("large", rows)):
        files = write_only_upload(folder, arena.rows, Span(0, count))
        with copied(arena.empty) as records:
            reading = arena.load(records, OWN, FRESH, [files])
        found[f"{size}_rows"] = count
        found[f"{size}_mb"] = files.upload.stat().st_size / (1 << 20)
        found[f"{size}_rss_mb"] = round(reading.rss_mb, 1)
    return found


def scaling(arena: Arena, files: Files) -> Figures:
    """Return how long two halves of a file take one after the other, and side by side."""
    half = files.span.count // 2 // STEP * STEP
    spans = (Span(files.span.first, half), Span(files.span.first + half, half))
    halves = [write_files(files.upload.parent, arena.rows, span, arena.ids) for span in spans]
    return {
        load.name: _scaled(arena, subject, halves)
        for subject in (COPY, OWN)
        for load in subject.loads
        if load.name in ("copy", FRESH.name)
    }


def _scaled(arena: Arena, subject: Subject, halves: list[Files]) -> dict[str, float]:
    [load] = [load for load in subject.loads if load.name in ("copy", FRESH.name)]
    with copied(arena.empty) as records:
        one_by_one = sum(arena.load(records, subject, load, [half]).seconds for half in halves)
        alone = records.checksum(arena.rows.table, arena.rows.columns)
    with copied(arena.empty) as records:
        at_once = arena.load(records, subject, load, halves).seconds
        arena.compare(records, subject, load, alone)
    return {"one_after_the_other_s": round(one_by_one, 3), "side_by_side_s": round(at_once, 3)}
