"""The figures as tables, and their place in docs/benchmarks.md."""

from collections.abc import Mapping
from typing import Any

from benchmarks.graphql.report import put_between
from benchmarks.imports.compete import Figures
from benchmarks.imports.subjects import SUBJECTS, Subject
from benchmarks.imports.targets import COPY, verdicts

BEGIN, END = (
    "<!-- written by make bench-import -->",
    "<!-- end of what make bench-import writes -->",
)
CONSTRAINTS_BEGIN, CONSTRAINTS_END = (
    "<!-- written by make bench-import ARGS=--constraints -->",
    "<!-- end of what make bench-import ARGS=--constraints writes -->",
)
HEAD = (
    "s", "× COPY", "rows/s", "client CPU s", "database CPU s", "WAL MB", "client peak MB",
)  # fmt: skip
TITLES = {load.name: load.title for subject in SUBJECTS for load in subject.loads}
SAMPLED = {load.name for subject in SUBJECTS if subject.sampled for load in subject.loads}


def tables(results: Mapping[str, Any]) -> str:
    """Return one table for each kind of file, then memory and what a second worker adds."""
    parts = []
    for entity, found in results["entities"].items():
        parts.append(_entity(f"{found['rows']:,} {entity}", found["loads"], found["sample"]))
    if "memory" in results:
        parts.append(_memory(results["memory"]))
    if "scaling" in results:
        parts.append(_scaling(results["scaling"]))
    parts += [f"Not measured: {each}\n" for each in results["left_out"]]
    return "\n".join(parts)


def document(page: str, results: Mapping[str, Any], about: str) -> str:
    """Return the page with what is generated in it replaced."""
    judged = "".join(f"- {verdict}\n" for verdict in verdicts(results))
    notes = "".join(f"- **{_heading(s)}.** {s.notes}\n" for s in SUBJECTS)
    made = f"{about}\n### The importer's targets\n\n{judged}\n### Loading a file\n\n"
    made += f"{tables(results)}\n### What loads the files\n\n{notes}"
    return put_between(page, BEGIN, END, made)


def constraint_tables(results: Mapping[str, Any]) -> str:
    """Return what COPY takes into each variant of each table."""
    parts = []
    for entity, found in results["entities"].items():
        all_of_it = found["seconds"]["everything"]
        rows = [
            [title, f"{seconds:.2f}", f"{seconds / all_of_it:.0%}"]
            for title, seconds in found["seconds"].items()
        ]
        parts.append(_table([f"COPY of {found['rows']:,} {entity}", "s", "of everything"], rows))
    return "\n".join(parts)


def constraint_document(page: str, results: Mapping[str, Any], about: str) -> str:
    """Return the page with what is generated of constraints in it replaced."""
    made = f"{about}\n{constraint_tables(results)}"
    return put_between(page, CONSTRAINTS_BEGIN, CONSTRAINTS_END, made)


def _heading(subject: Subject) -> str:
    """Return the part that the titles of a subject's loads have in common."""
    titles = [load.title for load in subject.loads]
    return titles[0] if len(titles) == 1 else titles[0].partition(",")[0]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|---{'|---:' * (len(head) - 1)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])


def _entity(title: str, loads: Figures, sample: int) -> str:
    rows = []
    for name, figures in loads.items():
        mark = f" (from {sample:,} rows)" if name in SAMPLED and sample else ""
        rows.append([f"{TITLES[name]}{mark}", *_cells(figures, loads[COPY]["seconds"])])
    return _table([title, *HEAD], rows)


def _cells(figures: Mapping[str, float], baseline: float) -> list[str]:
    return [
        f"{figures['seconds']:.2f}",
        f"{figures['seconds'] / baseline:.2f}",
        f"{figures['rows_per_second']:,.0f}",
        f"{figures['client_cpu_s']:.1f}",
        f"{figures['database_cpu_s']:.1f}",
        f"{figures['wal_mb']:,.0f}",
        f"{figures['rss_mb']:,.0f}",
    ]


def _memory(memory: Mapping[str, float]) -> str:
    rows = [
        [f"{memory[f'{size}_{key}']:,.0f}" for key in ("rows", "mb", "rss_mb")]
        for size in ("small", "large")
    ]
    return _table(["this importer, rows", "file MB", "client peak MB"], rows)


def _scaling(scaling: Figures) -> str:
    rows = []
    for name, figures in scaling.items():
        alone, at_once = figures["one_after_the_other_s"], figures["side_by_side_s"]
        rows.append([TITLES[name], f"{alone:.2f}", f"{at_once:.2f}", f"{alone / at_once:.2f}"])
    return _table(
        ["two files, half of the rows each", "s, one after the other", "s, side by side", "×"],
        rows,
    )
