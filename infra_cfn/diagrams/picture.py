"""A picture of boxes and arrows, as SVG that needs nothing else and knows light and dark."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from infra_cfn.diagrams.style import STYLE

Point = tuple[float, float]
LINE = 17  # pixels from one line of text to the next
LETTER = 7  # pixels that a letter takes in a wide font
ROUND = 6


@dataclass(frozen=True, slots=True)
class Box:
    """Where something is drawn."""

    x: float
    y: float
    width: float
    height: float

    def left(self, part: float = 0.5) -> Point:
        """Return a point of its left side; 0 is the top."""
        return self.x, self.y + self.height * part

    def right(self, part: float = 0.5) -> Point:
        """Return a point of its right side."""
        return self.x + self.width, self.y + self.height * part

    def top(self, part: float = 0.5) -> Point:
        """Return a point of its upper side; 0 is the left."""
        return self.x + self.width * part, self.y

    def bottom(self, part: float = 0.5) -> Point:
        """Return a point of its lower side."""
        return self.x + self.width * part, self.y + self.height


@dataclass(slots=True)
class Picture:
    """What has been drawn so far; what comes later lies above."""

    title: str
    width: float
    height: float
    _back: list[str] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _front: list[str] = field(default_factory=list)

    def group(self, kind: str, title: str, at: Box) -> Box:
        """Draw a frame around other things, with its name in the corner."""
        self._back.append(_rectangle(at, f"group {kind}", 10))
        self._back.append(_text(at.x + 12, at.y + 20, title, f"title {kind}"))
        return at

    def box(self, kind: str, title: str, lines: Sequence[str], at: Box) -> Box:
        """Draw a thing: its name, and a few lines about it."""
        self._front.append(_rectangle(at, "box", ROUND))
        bar = Box(at.x, at.y, 6, at.height)
        self._front.append(_rectangle(bar, f"bar {kind}", 3))
        self._front.append(_text(at.x + 16, at.y + 21, title, "name"))
        for number, line in enumerate(lines, 1):
            self._front.append(_text(at.x + 16, at.y + 21 + number * LINE, line, "line"))
        return at

    def words(self, x: float, y: float, words: str, kind: str = "line") -> None:
        """Write one line."""
        self._front.append(_text(x, y, words, kind))

    def arrow(self, points: Sequence[Point], label: str = "", at: Point | None = None) -> None:
        """Draw an arrow along points, with words in the middle of its first part or where told."""
        path = " L ".join(f"{x:g} {y:g}" for x, y in points)
        self._lines.append(f'<path class="arrow" d="M {path}" marker-end="url(#end)"/>')
        if label:
            (x1, y1), (x2, y2) = points[0], points[1]
            x, y = at or ((x1 + x2) / 2, (y1 + y2) / 2 - 6)
            self._front.append(_text(x, y, label, "label"))

    def svg(self) -> str:
        """Return the picture."""
        size = f"{self.width:g} {self.height:g}"
        marker = (
            '<marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
            ' markerHeight="8" orient="auto"><path class="end" d="M0 0 L8 4 L0 8 Z"/></marker>'
        )
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img"'
                f' aria-label="{escape(self.title)}">',
                f"<title>{escape(self.title)}</title>",
                f"<style>{STYLE}</style>",
                f"<defs>{marker}</defs>",
                f'<rect class="page" width="{self.width:g}" height="{self.height:g}"/>',
                _text(24, 34, self.title, "heading"),
                *self._back,
                *self._lines,
                *self._front,
                "</svg>\n",
            ]
        )


def fits(words: str, width: float) -> str:
    """Return as much of the words as there is room for."""
    room = int(width / LETTER)
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"


def wrapped(words: Sequence[str], width: float, between: str = ", ") -> list[str]:
    """Return words in lines that have room."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]}{between}{word}" if lines[-1] else word
        if len(longer) * LETTER <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _rectangle(at: Box, kind: str, radius: float) -> str:
    where = f'x="{at.x:g}" y="{at.y:g}" width="{at.width:g}" height="{at.height:g}"'
    return f'<rect class="{kind}" {where} rx="{radius:g}"/>'


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
