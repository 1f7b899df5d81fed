"""The targets of the importer's speed: which are met, and by how much the others are missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.imports.compete import Figures

COPY, OBJECT = "copy", "object"
AT_MOST = (
    ("own", COPY, 1.25, "a fresh file"),
    ("own_again", COPY, 0.3, "the same file again"),
    ("own_unchanged", COPY, 0.3, "the same rows again, in a file of other bytes"),
    ("own_changed", COPY, 0.5, "a file with 1% of its rows changed"),
    ("own_preview_unchanged", "own_unchanged", 1.2, "a preview of unchanged rows"),
)
# Whoever checks references as a set can be quicker than COPY, which checks them row by row.
MORE = {"enrollments": (("own", COPY, 0.6, "a fresh file, as the stretch,"),)}
AT_LEAST = (("execute_values", 8.0), ("sqlalchemy_orm", 25.0))  # times the importer's seconds
OF = {COPY: "COPY into the same table", "own_unchanged": "the import of them"}
PEERS = {"execute_values": "execute_values + pydantic", "sqlalchemy_orm": "SQLAlchemy's add_all"}
MORE_MEMORY, MOST_MEMORY_MB = 1.2, 700.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one target."""

    met: bool
    target: str
    found: str

    def __str__(self) -> str:
        return f"{'met' if self.met else 'missed'}: {self.target} ({self.found})."


def verdicts(results: Mapping[str, Any]) -> list[Verdict]:
    """Return what came of each target that there is something to judge by."""
    found = []
    for entity in results["entities"]:
        found += _times(entity, results["entities"][entity]["loads"])
    if "memory" in results:
        found.append(_memory(results["memory"]))
    return found


def _times(entity: str, loads: Figures) -> list[Verdict]:
    found = []
    for name, other, most, what in (*AT_MOST, *MORE.get(entity, ())):
        if name in loads and other in loads:
            ratio = loads[name]["seconds"] / loads[other]["seconds"]
            target = f"{entity}: {what} within {most:g} × {OF[other]}"
            less = _without_reading(loads, name, other)
            found.append(Verdict(ratio <= most, target, f"{ratio:.2f}{less}"))
    for name, least in AT_LEAST:
        if name in loads and "own" in loads:
            ratio = loads[name]["seconds"] / loads["own"]["seconds"]
            target = f"{entity}: a fresh file at least {least:g} × as fast as {PEERS[name]}"
            found.append(Verdict(ratio >= least, target, f"{ratio:.1f}"))
    return found


def _without_reading(loads: Figures, name: str, other: str) -> str:
    """Say what an import would take if reading the object from the stand-in took no time."""
    if other != COPY or OBJECT not in loads:
        return ""
    seconds = loads[name]["seconds"] - loads[OBJECT]["seconds"]
    return f"; {seconds / loads[other]['seconds']:.2f} without reading the object"


def _memory(memory: Mapping[str, float]) -> Verdict:
    small, large = memory["small_rss_mb"], memory["large_rss_mb"]
    return Verdict(
        large <= MORE_MEMORY * small and large < MOST_MEMORY_MB,
        f"memory at a file {memory['large_rows'] / memory['small_rows']:.0f} × as large within"
        f" {MORE_MEMORY - 1:.0%} more, and under {MOST_MEMORY_MB:.0f} MB",
        f"{small:.0f} MB and {large:.0f} MB",
    )
