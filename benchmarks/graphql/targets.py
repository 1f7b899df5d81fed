"""The targets of the GraphQL API's speed: which are met, and by how much the others are missed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.graphql.measure import Figures
from benchmarks.graphql.operations import OPERATIONS, Operation
from benchmarks.graphql.subjects import Subject

OURS, FLOOR = ("api", "gateway"), "floor"
OVER_FLOOR = 1.2  # times its p50, at most
# Times this API's p50, at least, where lists are in lists; by subject.
NESTED = {"postgraphile": 1.5, "strawberry_dataloader": 20.0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one target."""

    target: str
    missed: tuple[str, ...]  # where, and what was found there
    measured: bool = True  # whether there is anything to judge by

    def __str__(self) -> str:
        if not self.measured:
            return f"not measured: {self.target}"
        where = f" Not at: {'; '.join(self.missed)}." if self.missed else ""
        return f"{'missed' if self.missed else 'met'}: {self.target}.{where}"


def verdicts(figures: Figures, subjects: Sequence[Subject]) -> list[Verdict]:
    """Return what came of each target, in the order in which they are stated."""
    peers = [subject for subject in subjects if subject.name not in (*OURS, FLOOR)]
    titles = {subject.name: subject.title for subject in subjects}
    return [
        _compared(figures, f"within {OVER_FLOOR} × the floor at each operation", FLOOR, _near),
        *(
            _compared(figures, f"faster than {peer.title} at each operation", peer.name, _faster)
            for peer in peers
        ),
        *(
            _nested(figures, titles[name], name, times)
            for name, times in NESTED.items()
            if name in titles
        ),
        _one_message(figures),
    ]


def _near(ratio: float) -> bool:
    return 1 / ratio <= OVER_FLOOR


def _faster(ratio: float) -> bool:
    return ratio > 1


def _nested(figures: Figures, title: str, name: str, times: float) -> Verdict:
    target = f"{times:g} × as fast as {title} at the nested ones"
    return _compared(figures, target, name, lambda ratio: ratio >= times, nested=True)


def _compared(
    figures: Figures,
    target: str,
    other: str,
    reached: Callable[[float], bool],
    *,
    nested: bool = False,
) -> Verdict:
    """Judge the other's p50 as a multiple of the API's; it is shown as the larger by the less."""
    ratios = [(o, r) for o, r in _ratios(figures, other) if o.nested or not nested]
    missed = tuple(f"{_short(o)} ({_words(r)})" for o, r in ratios if not reached(r))
    return Verdict(target, missed, measured=bool(ratios))


def _ratios(figures: Figures, other: str) -> Iterator[tuple[Operation, float]]:
    for operation in OPERATIONS:
        found = figures[operation.name]
        if "api" in found and other in found:
            yield operation, found[other]["p50_ms"] / found["api"]["p50_ms"]


def _words(ratio: float) -> str:
    return f"{ratio:.2f} × as fast" if ratio >= 1 else f"{1 / ratio:.2f} × as long"


def _one_message(figures: Figures) -> Verdict:
    asked = [(o, figures[o.name]["api"]["messages"]) for o in OPERATIONS if not o.writes]
    missed = tuple(f"{_short(o)} ({messages:g})" for o, messages in asked if messages != 1)
    return Verdict("one message to the database for a query", missed)


def _short(operation: Operation) -> str:
    return operation.name.replace("_", " ")
