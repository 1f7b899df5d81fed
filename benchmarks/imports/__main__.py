"""Measure how fast files become records: `make bench-import`.

Installs the peers, makes the files, loads them in every way, sees that all leave the same records,
and writes the figures to .data/bench/import.json. A full run also writes docs/benchmarks.md. With
--constraints it measures instead what each kind of constraint costs COPY.
"""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.imports.arena import Arena
from benchmarks.imports.arenas import enrollments, students
from benchmarks.imports.compete import FULL, QUICK, STEP, Pace, compared, memory, scaling
from benchmarks.imports.conditions import conditions, load_conditions
from benchmarks.imports.constraints import costs
from benchmarks.imports.environment import install_peers
from benchmarks.imports.files import Files
from benchmarks.imports.records import Records, database_server, district
from benchmarks.imports.report import (
    constraint_document,
    constraint_tables,
    document,
    tables,
)
from benchmarks.imports.subjects import SUBJECTS
from benchmarks.imports.targets import verdicts
from benchmarks.imports.uploads import Bucket, bucket
from benchmarks.leave import leaving_in_order
from benchmarks.machine import listed
from ec2_batch.imports.formats import FORMATS

ROOT = Path(__file__).parents[2]
DATA = ROOT / ".data" / "bench"
WORK = DATA / "import"
PAGE = ROOT / "docs" / "benchmarks.md"
ROWS, QUICK_ROWS = 300_000, 100_000  # students of a large district; half as many enrollments

Results = dict[str, Any]


def main() -> int:
    """Run what the command line asks for."""
    wanted = _wanted()
    pace = QUICK if wanted.quick else FULL
    rows = wanted.rows or (QUICK_ROWS if wanted.quick else ROWS)
    measure = constraints if wanted.constraints else loads
    with leaving_in_order(), ExitStack() as stack:
        server = stack.enter_context(database_server(WORK / "postgres"))
        uploads = stack.enter_context(bucket(WORK))
        empty = stack.enter_context(district(server))
        results = measure(empty, uploads, rows, pace)
        facts = conditions(server, _command())
        about = listed(facts if wanted.constraints else facts + load_conditions(pace))
    written = not wanted.quick and not wanted.rows
    (_keep_constraints if wanted.constraints else _keep_loads)(results, about, written)
    return 0


def loads(empty: Records, uploads: Bucket, rows: int, pace: Pace) -> Results:
    """Return the figures of every way to load a file."""
    say("Installing the peers")
    install_peers()
    results: Results = {"entities": {}}
    with students(empty, uploads, rows, WORK, say) as (arena, files):
        results["entities"]["students"] = _compared(arena, files, pace)
        say("Measuring memory, and two workers at once")
        results["memory"] = memory(arena, WORK / "files", pace.largest)
        results["scaling"] = scaling(arena, files)
    with enrollments(empty, uploads, rows // 2, WORK, say) as (arena, files):
        results["entities"]["enrollments"] = _compared(arena, files, pace)
    results["left_out"] = [
        f"this importer with {name}, which it cannot read yet."
        for name in results["entities"]
        if name not in FORMATS
    ]
    return results


def constraints(empty: Records, uploads: Bucket, rows: int, pace: Pace) -> Results:
    """Return what each kind of constraint costs COPY."""
    results: Results = {"entities": {}}
    with students(empty, uploads, rows, WORK, say) as (arena, files):
        results["entities"]["students"] = _costs(arena, files, pace)
    with enrollments(empty, uploads, rows // 2, WORK, say) as (arena, files):
        results["entities"]["enrollments"] = _costs(arena, files, pace)
    return results


def _compared(arena: Arena, files: Files, pace: Pace) -> Results:
    """Return the figures of one kind of file; the importer has some where it knows the format."""
    known = arena.rows.name in FORMATS
    subjects = [subject for subject in SUBJECTS if known or not subject.uploads]
    rows = files.span.count
    found = compared(arena, files, subjects, pace, say)
    return {"rows": rows, "sample": min(pace.sample, rows), "loads": found}


def _costs(arena: Arena, files: Files, pace: Pace) -> Results:
    seconds = costs(arena, files, pace.rounds, say)
    return {"rows": files.span.clean, "seconds": seconds}


def _keep_loads(results: Results, about: str, written: bool) -> None:
    say("\n" + tables(results) + "\n" + about)
    say("".join(f"{verdict}\n" for verdict in verdicts(results)))
    _keep("import.json", results, written, lambda page: document(page, results, about))


def _keep_constraints(results: Results, about: str, written: bool) -> None:
    say("\n" + constraint_tables(results) + "\n" + about)
    _keep(
        "import-constraints.json",
        results,
        written,
        lambda page: constraint_document(page, results, about),
    )


def _keep(name: str, results: Results, written: bool, put: Callable[[str], str]) -> None:
    (DATA / name).write_text(json.dumps(results, indent=2) + "\n")
    if written:
        PAGE.write_text(put(PAGE.read_text()))


def say(line: str) -> None:
    """Write one line for whoever waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-import", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rows, one round")
    parser.add_argument("--rows", type=_rows, help=f"of students; a multiple of {STEP:,}")
    parser.add_argument("--constraints", action="store_true", help="what they cost COPY")
    return parser.parse_args()


def _rows(text: str) -> int:
    rows = int(text)
    if rows < 2 * STEP or rows % STEP:
        raise argparse.ArgumentTypeError(f"{rows:,} is not a multiple of {STEP:,}, twice at least")
    return rows


def _command() -> str:
    given = " ".join(sys.argv[1:])
    return f'make bench-import ARGS="{given}"' if given else "make bench-import"


if __name__ == "__main__":
    sys.exit(main())
