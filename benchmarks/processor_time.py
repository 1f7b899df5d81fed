"""Processor time that programs have used, with all that they started: Linux only."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")  # a second


def processor_seconds(pid: int) -> float:
    """Return the time that a process and its descendants have run, those that ended included."""
    found = {
        int(entry.name): _stat(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()
    }
    family, added = {pid}, True
    while added:
        children = {p for p, stat in found.items() if stat and stat[0] in family} - family
        family |= children
        added = bool(children)
    return (
        sum(ticks for p, stat in found.items() if stat and p in family for ticks in stat[1:])
        / _TICKS
    )


def _stat(entry: Path) -> tuple[int, int, int, int, int] | None:
    """Return a process's parent, its user and system time, and those of its ended children."""
    try:
        fields = (entry / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    parent, times = int(fields[1]), [int(each) for each in fields[11:15]]
    return (parent, times[0], times[1], times[2], times[3])
