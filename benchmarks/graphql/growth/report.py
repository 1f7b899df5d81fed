"""Growth as a table, and its place in docs/benchmarks.md."""

from collections.abc import Sequence

from benchmarks.graphql.growth.deep_pages import DEPTHS
from benchmarks.graphql.growth.measure import QUESTIONS, Growth, depth_name
from benchmarks.graphql.report import NONE, put_between
from schema.demo import Size

BEGIN, END = (
    "<!-- written by make bench-growth -->",
    "<!-- end of what make bench-growth writes -->",
)


def tables(figures: Growth, sizes: Sequence[Size]) -> str:
    """Return this API's p50 at every size, and at every depth, beside the floor's."""
    operations = [(o.name.replace("_", " "), o.name) for o in QUESTIONS]
    depths = [(f"page after {depth:,} students", depth_name(depth)) for depth in DEPTHS]
    return "\n".join(
        (
            _table("p50 ms (× the floor)", figures, operations, sizes),
            _table("p50 ms (× the floor)", figures, depths, sizes),
            _depth_verdict(figures, sizes),
        )
    )


def _table(
    title: str, figures: Growth, rows: Sequence[tuple[str, str]], sizes: Sequence[Size]
) -> str:
    lines = [f"| {' | '.join([title, *sizes])} |", f"|---{'|---:' * len(sizes)}|"]
    for shown, question in rows:
        cells = [_cell(figures, question, size) for size in sizes]
        lines.append(f"| {' | '.join([shown, *cells])} |")
    return "\n".join([*lines, ""])


def _cell(figures: Growth, question: str, size: Size) -> str:
    found = figures.get(question, {})
    if size not in found.get("api", {}):
        return NONE  # the list is not that long
    ours, floor = found["api"][size], found["floor"][size]
    return f"{ours:.2f} ({ours / floor:.2f})"


def _depth_verdict(figures: Growth, sizes: Sequence[Size]) -> str:
    """Return how much longer a page takes far down than at the top, as far as each list goes."""
    lines = []
    first = figures[depth_name(DEPTHS[0])]["api"]
    for size in sizes:
        deep = [d for d in DEPTHS[1:] if size in figures.get(depth_name(d), {}).get("api", {})]
        ratios = [
            f"{figures[depth_name(d)]['api'][size] / first[size]:.2f} × ({d:,})" for d in deep
        ]
        if ratios:
            lines.append(f"- {size}: {', '.join(ratios)}\n")
    return f"A page far down, as a multiple of one after {DEPTHS[0]} students:\n\n{''.join(lines)}"


def document(page: str, figures: Growth, sizes: Sequence[Size], about: str) -> str:
    """Return the page with what is generated in it replaced."""
    return put_between(page, BEGIN, END, f"{about}\n{tables(figures, sizes)}")
