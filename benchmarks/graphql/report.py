"""The figures as tables, and their place in docs/benchmarks.md."""

from collections.abc import Mapping, Sequence

from benchmarks.graphql.measure import CONNECTIONS, Figures
from benchmarks.graphql.operations import OPERATIONS
from benchmarks.graphql.subjects import Subject
from benchmarks.graphql.targets import verdicts

BEGIN, END = "<!-- written by make bench -->", "<!-- end of what make bench writes -->"
NONE = "–"  # not asked, as it has no way to ask it
COLUMNS = (
    ("p50_ms", "p50 ms, 1 connection", "{:.2f}"),
    ("p99_ms", "p99 ms, 1 connection", "{:.2f}"),
    ("rps", f"requests/s, {CONNECTIONS} connections", "{:,.0f}"),
    ("server_cpu_ms", "server processor ms a request", "{:.2f}"),
    ("database_cpu_ms", "database processor ms a request", "{:.2f}"),
    ("messages", "messages to the database a request", "{:g}"),
)


def tables(figures: Figures, subjects: Sequence[Subject]) -> str:
    """Return one table for each figure: a row for each subject, a column for each operation."""
    shown = [s for s in subjects if any(s.name in found for found in figures.values())]
    parts = [_legend()]
    for key, title, form in COLUMNS:
        parts.append(_table(title, figures, shown, key, form))
    parts.append(_ratios(figures, shown))
    return "\n".join(parts)


def document(
    page: str,
    figures: Figures,
    subjects: Sequence[Subject],
    left_out: Mapping[str, str],
    about: str,
) -> str:
    """Return the page with what is generated in it replaced."""
    notes = "".join(f"- **{s.title}.** {s.notes}\n" for s in subjects)
    missing = "".join(f"- Not measured: {name}. {reason}\n" for name, reason in left_out.items())
    judged = "".join(f"- {verdict}\n" for verdict in verdicts(figures, subjects))
    made = f"{about}\n### The targets\n\n{judged}\n### The figures\n\n"
    made += f"![p50 beside this API](benchmarks.svg)\n\n{tables(figures, subjects)}\n"
    return put_between(page, BEGIN, END, f"{made}### The subjects\n\n{notes}{missing}")


def put_between(page: str, begin: str, end: str, made: str) -> str:
    """Return a page with what stands between two marks replaced."""
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{made}{end}{after}"


def _legend() -> str:
    return "".join(f"- **{short(o.name)}** {o.title}\n" for o in OPERATIONS)


def short(operation: str) -> str:
    """Return an operation's name as a column's head."""
    return operation.replace("_", " ")


def _head(title: str) -> list[str]:
    names = [short(operation.name) for operation in OPERATIONS]
    return [f"| {' | '.join([title, *names])} |", f"|---{'|---:' * len(names)}|"]


def _table(title: str, figures: Figures, subjects: Sequence[Subject], key: str, form: str) -> str:
    lines = _head(title)
    for subject in subjects:
        found = [figures[o.name].get(subject.name) for o in OPERATIONS]
        cells = [form.format(each[key]) if each else NONE for each in found]
        lines.append(f"| {' | '.join([subject.title, *cells])} |")
    return "\n".join([*lines, ""])


def _ratios(figures: Figures, subjects: Sequence[Subject]) -> str:
    """Return how many times this API's p50 each other subject takes."""
    lines = _head("p50 as a multiple of this API's")
    for subject in subjects:
        cells = [_ratio(figures[o.name], subject.name) for o in OPERATIONS]
        if subject.name != "api":
            lines.append(f"| {' | '.join([subject.title, *cells])} |")
    return "\n".join([*lines, ""])


def _ratio(found: Mapping[str, Mapping[str, float]], name: str) -> str:
    if "api" not in found or name not in found:
        return NONE
    return f"{found[name]['p50_ms'] / found['api']['p50_ms']:.2f}"
