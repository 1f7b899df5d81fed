"""Measure how fast files become records: `make bench-import`.

Installs the peers, makes the files, loads them in every way, sees that all leave the same records,
and writes the figures to .data/bench/import.json. A full run also writes docs/benchmarks.md.
"""

import argparse
import json
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.imports.arena import Arena
from benchmarks.imports.compete import FULL, QUICK, STEP, Pace, compared, memory, scaling
from benchmarks.imports.conditions import conditions
from benchmarks.imports.environment import install_peers
from benchmarks.imports.files import Span, write_files
from benchmarks.imports.records import database_server, district, school_ids
from benchmarks.imports.report import document, tables
from benchmarks.imports.student_rows import StudentRows
from benchmarks.imports.subjects import SUBJECTS
from benchmarks.imports.targets import verdicts
from benchmarks.imports.uploads import Bucket, bucket
from benchmarks.leave import leaving_in_order
from infra_cfn.local.postgres.server import Server

ROOT = Path(__file__).parents[2]
DATA = ROOT / ".data" / "bench"
WORK = DATA / "import"
ROWS, QUICK_ROWS = 1_000_000, 100_000


def main() -> int:
    """Measure, print the tables, and keep the figures."""
    wanted = _wanted()
    pace = QUICK if wanted.quick else FULL
    rows = wanted.rows or (QUICK_ROWS if wanted.quick else ROWS)
    with leaving_in_order(), ExitStack() as stack:
        say("Installing the peers")
        install_peers()
        server = stack.enter_context(database_server(WORK / "postgres"))
        uploads = stack.enter_context(bucket(WORK))
        results = measured(server, uploads, rows, pace)
        about = conditions(server, results, pace, _command())
    (DATA / "import.json").write_text(json.dumps(results, indent=2) + "\n")
    say("\n" + tables(results) + "\n" + about)
    say("".join(f"{verdict}\n" for verdict in verdicts(results)))
    if not wanted.quick and not wanted.rows:
        page = ROOT / "docs" / "benchmarks.md"
        page.write_text(document(page.read_text(), results, about))
    return 0


def measured(server: Server, uploads: Bucket, rows: int, pace: Pace) -> dict[str, Any]:
    """Return all figures, as they are kept."""
    files_directory = WORK / "files"
    with district(server) as empty:
        kind = StudentRows()
        arena = Arena(empty, uploads, kind, school_ids(empty), DATA / "logs")
        say(f"Writing files of {rows:,} {kind.name}")
        files = write_files(files_directory, kind, Span(0, rows), arena.ids)
        loads = compared(arena, files, SUBJECTS, pace, say)
        found = {"rows": rows, "sample": min(pace.sample, rows), "loads": loads}
        results: dict[str, Any] = {"entities": {kind.name: found}}
        say("Measuring memory, and two workers at once")
        results["memory"] = memory(arena, files, loads["own"]["rss_mb"])
        results["scaling"] = scaling(arena, files)
        results["left_out"] = []
    shutil.rmtree(files_directory)
    return results


def say(line: str) -> None:
    """Write one line for whoever waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-import", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rows, one round")
    parser.add_argument("--rows", type=_rows, help=f"of students; a multiple of {STEP:,}")
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
