"""Measure how the cost of an answer grows: `make bench-growth`.

Loads the demo data in several sizes, which stay for the next run, and asks each the same. The
figures go to .data/bench/growth.json; a full run also writes its part of docs/benchmarks.md.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks.credentials import make_credentials
from benchmarks.graphql.__main__ import DATA, ROOT, say
from benchmarks.graphql.growth.measure import Growth, grown, turns
from benchmarks.graphql.growth.report import document, tables
from benchmarks.graphql.machine import growth_conditions
from benchmarks.graphql.measure import Pace
from benchmarks.graphql.records import Records, database_server, load
from benchmarks.graphql.subjects import SUBJECTS, running
from benchmarks.leave import leaving_in_order
from schema.demo import Size

SIZES: tuple[Size, ...] = ("M", "L", "XL")
QUICK_SIZES: tuple[Size, ...] = ("S", "M")
FULL, QUICK = Pace(rounds=5, seconds=1.0), Pace(rounds=2, seconds=0.3)
MEASURED = [subject for subject in SUBJECTS if subject.name in ("api", "floor")]


def main() -> int:
    """Measure, print the tables, and keep the figures."""
    parser = argparse.ArgumentParser(prog="make bench-growth", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short turns, on little data")
    quick: bool = parser.parse_args().quick
    sizes, pace = (QUICK_SIZES, QUICK) if quick else (SIZES, FULL)
    with leaving_in_order(), database_server(DATA / "postgres") as server:
        loaded = []
        for size in sizes:
            say(f"Loading demo data of size {size}")
            loaded.append(load(server, size))
        figures = growth(loaded, pace)
        about = growth_conditions(loaded, pace, " ".join(["make bench-growth", *sys.argv[1:]]))
    (DATA / "growth.json").write_text(json.dumps(figures, indent=2) + "\n")
    say("\n" + tables(figures, sizes) + "\n" + about)
    if not quick:
        page = ROOT / "docs" / "benchmarks.md"
        page.write_text(document(page.read_text(), figures, sizes, about))
    return 0


def growth(all_loaded: Sequence[Records], pace: Pace) -> Growth:
    """Return the figures of the API and the floor, each at every size."""
    with ExitStack() as stack:
        asked = []
        for loaded in all_loaded:
            say(f"Comparing the answers at size {loaded.size}")
            credentials = make_credentials(loaded.api_url)
            runs = [
                stack.enter_context(running(subject, loaded.api_url, credentials, DATA / "logs"))
                for subject in MEASURED
            ]
            asked += [turn for question in turns(loaded, runs) for turn in question]
        say("Measuring")
        return grown(asked, pace)


if __name__ == "__main__":
    sys.exit(main())
