"""Measure the GraphQL API beside its peers: `make bench`.

Installs the peers, loads the demo data, sees that all subjects answer alike, measures, and
writes the figures to .data/bench/graphql.json. A full run also writes docs/benchmarks.md.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.credentials import make_credentials
from benchmarks.graphql.check import ALWAYS, Checked, check
from benchmarks.graphql.machine import conditions
from benchmarks.graphql.measure import FULL, QUICK, Figures, Pace, measured
from benchmarks.graphql.operations import OPERATIONS, sampled
from benchmarks.graphql.peers import install_peers
from benchmarks.graphql.plot import plot
from benchmarks.graphql.records import Records, database_server, load
from benchmarks.graphql.report import document, tables
from benchmarks.graphql.requests import ask_all
from benchmarks.graphql.subjects import SUBJECTS, Subject, running
from benchmarks.graphql.targets import verdicts
from benchmarks.leave import leaving_in_order
from schema.demo import Size

ROOT = Path(__file__).parents[2]
DATA = ROOT / ".data" / "bench"


def main() -> int:
    """Run what the command line asks for."""
    wanted = _wanted()
    chosen = {*wanted.only, *ALWAYS} if wanted.only else {s.name for s in SUBJECTS}
    subjects = [subject for subject in SUBJECTS if subject.name in chosen]
    pace = QUICK if wanted.quick else FULL
    size: Size = wanted.size or ("S" if wanted.quick else "L")
    with leaving_in_order():
        say("Installing the peers")
        install_peers()
        say(f"Loading demo data of size {size}")
        with database_server(DATA / "postgres") as server:
            loaded = load(server, size)
            figures, left_out = compared(subjects, loaded, pace)
            about = conditions(loaded, pace, _command())
    (DATA / "graphql.json").write_text(json.dumps(figures, indent=2) + "\n")
    say("\n" + tables(figures, subjects) + "\n" + about)
    say("".join(f"{verdict}\n" for verdict in verdicts(figures, subjects)))
    if not wanted.quick and not wanted.only and not wanted.size:
        (ROOT / "docs" / "benchmarks.svg").write_text(plot(figures, subjects))
        page = ROOT / "docs" / "benchmarks.md"
        page.write_text(document(page.read_text(), figures, subjects, left_out, about))
    return 0


def compared(
    subjects: Sequence[Subject], loaded: Records, pace: Pace
) -> tuple[Figures, dict[str, str]]:
    """Return the figures of those that answer alike, and why the others are left out."""
    samples = sampled(loaded.admin_url)
    credentials = make_credentials(loaded.api_url)
    checked: Checked = check(subjects, loaded, credentials, samples, DATA / "logs", say)
    figures: Figures = {operation.name: {} for operation in OPERATIONS}
    with ExitStack() as stack:
        runs = [
            stack.enter_context(running(subject, loaded.api_url, credentials, DATA / "logs"))
            for subject in subjects
            if subject.name not in checked.left_out
        ]
        asked = [
            (run, {o.name: ask_all(run, o, samples) for o in OPERATIONS if run.subject.asks(o)})
            for run in runs
        ]
        for operation, name, reading in measured(OPERATIONS, asked, loaded.server.pid, pace):
            figures[operation][name] = reading.figures(checked.messages[name][operation])
            say(f"{operation:28} {name:24} {figures[operation][name]}")
    return figures, checked.left_out


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="short turns, on little data")
    parser.add_argument("--size", choices=["S", "M", "L", "XL"], help="of the demo data")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="SUBJECT",
        choices=[subject.name for subject in SUBJECTS],
        help=f"of {', '.join(s.name for s in SUBJECTS)}; api and floor are never left out",
    )
    return parser.parse_args()


def _command() -> str:
    given = " ".join(sys.argv[1:])
    return f'make bench ARGS="{given}"' if given else "make bench"


def say(line: str) -> None:
    """Write one line for whoever waits."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
