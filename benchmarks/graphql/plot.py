"""A plot of the figures as SVG: bars on a logarithmic scale, one group for each operation."""

from collections.abc import Sequence
from html import escape
from math import log10

from benchmarks.graphql.measure import Figures
from benchmarks.graphql.operations import OPERATIONS
from benchmarks.graphql.report import short
from benchmarks.graphql.subjects import Subject

WIDTH, LABELS, BAR, GAP, TOP = 880, 220, 13, 16, 76
IN_A_ROW, LEGEND_ROW = 4, 16  # of the legend: more in a row would run into each other
# Told apart also by who cannot tell red from green. Source: Okabe and Ito's palette.
COLOURS = ("#0072b2", "#999999", "#56b4e9", "#009e73", "#e69f00", "#d55e00", "#cc79a7", "#f0e442")


def plot(figures: Figures, subjects: Sequence[Subject]) -> str:
    """Return a picture of every subject's p50 at every operation."""
    shown = [s for s in subjects if any(s.name in found for found in figures.values())]
    values = [each["p50_ms"] for found in figures.values() for each in found.values()]
    least, most = 10 ** int(log10(min(values)) - 1), max(values) * 1.5
    height = TOP + len(OPERATIONS) * (len(shown) * BAR + GAP)
    parts = [_frame(height), *_legend(shown), *_grid(least, most, height)]
    y = TOP
    for operation in OPERATIONS:
        middle = y + len(shown) * BAR / 2 + 4
        parts.append(_text(LABELS - 10, middle, short(operation.name), "end"))
        for colour, subject in zip(COLOURS, shown, strict=False):
            found = figures[operation.name].get(subject.name)
            if found is None:
                y += BAR
                continue
            value = found["p50_ms"]
            length = _place(value, least, most) - LABELS
            parts.append(
                f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="{BAR - 2}"'
                f' fill="{colour}"/>'
            )
            parts.append(_text(LABELS + length + 4, y + BAR - 3, f"{value:.2f}", "start"))
            y += BAR
        y += GAP
    return "\n".join([*parts, "</svg>", ""])


def _frame(height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="11">'
        f"<title>p50 in milliseconds at one connection, logarithmic</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    )


def _legend(shown: Sequence[Subject]) -> list[str]:
    step = (WIDTH - 20) / IN_A_ROW
    parts = []
    for i, (colour, subject) in enumerate(zip(COLOURS, shown, strict=False)):
        row, place = divmod(i, IN_A_ROW)
        x, y = 10 + place * step, 10 + row * LEGEND_ROW
        parts.append(f'<rect x="{x:.0f}" y="{y}" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(x + 14, y + 9, subject.title, "start"))
    return parts


def _grid(least: float, most: float, height: int) -> list[str]:
    parts, value = [], least
    while value <= most:
        x = _place(value, least, most)
        parts.append(f'<path d="M{x:.1f} {TOP - 10}V{height}" stroke="#dddddd"/>')
        parts.append(_text(x, TOP - 16, f"{value:g} ms", "middle"))
        value *= 10
    return parts


def _place(value: float, least: float, most: float) -> float:
    share = (log10(value) - log10(least)) / (log10(most) - log10(least))
    return LABELS + share * (WIDTH - LABELS - 60)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
