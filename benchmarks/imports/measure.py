"""One measured load: a subject's process, the database beside it, and what both of them used."""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.imports.contest import Task
from benchmarks.leave import MeasureError
from benchmarks.processor_time import processor_seconds
from infra_cfn.local.postgres.server import Server, connected
from infra_cfn.local.processes.child import Child, Program, start_child

ROOT = Path(__file__).parents[2]
MEGA = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject's words on the command line, and its task."""

    name: str
    words: Sequence[str]
    task: Task


@dataclass(frozen=True, slots=True)
class Reading:
    """What one load, or several at once, took."""

    seconds: float  # from the word to the last one's end
    client_seconds: float  # of processor time
    database_seconds: float  # of processor time, all of the server's processes
    wal_mb: float
    rss_mb: float  # of the largest client, at its peak

    def times(self, factor: float) -> "Reading":
        """Return what so many times as many rows would take; the memory is that of these."""
        return Reading(
            self.seconds * factor,
            self.client_seconds * factor,
            self.database_seconds * factor,
            self.wal_mb * factor,
            self.rss_mb,
        )

    def figures(self, rows: int) -> dict[str, float]:
        """Return the figures as they are kept."""
        return {
            "seconds": round(self.seconds, 3),
            "rows_per_second": round(rows / self.seconds, 1),
            "client_cpu_s": round(self.client_seconds, 2),
            "database_cpu_s": round(self.database_seconds, 2),
            "wal_mb": round(self.wal_mb, 1),
            "rss_mb": round(self.rss_mb, 1),
        }


def measured(server: Server, entries: Sequence[Entry], logs: Path) -> Reading:
    """Return what it took to do some tasks side by side.

    Raises:
        MeasureError: one of them ended without having done it.
    """
    with ExitStack() as stack:
        children = [stack.enter_context(_ready(entry, logs)) for entry in entries]
        before = _clients(children), processor_seconds(server.pid), _written(server)
        began = time.perf_counter()
        for child in children:
            _tell(child, {"go": True})
        took = max(float(_heard(child)["seconds"]) for child in children)
        if len(children) > 1:
            took = time.perf_counter() - began
        return Reading(
            took,
            _clients(children) - before[0],
            processor_seconds(server.pid) - before[1],
            (_written(server) - before[2]) / MEGA,
            max(_peak(child) for child in children),
        )


@contextmanager
def _ready(entry: Entry, logs: Path) -> Iterator[Child]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    program = Program(entry.name, entry.words, {**kept, "PYTHONPATH": str(ROOT)}, talks=True)
    child = start_child(program, logs / f"{entry.name}.log")
    try:
        _tell(child, entry.task)
        _heard(child)
        yield child
    finally:
        child.stop()


def _tell(child: Child, words: Mapping[str, Any]) -> None:
    assert child.process.stdin
    child.process.stdin.write(json.dumps(words).encode() + b"\n")
    child.process.stdin.flush()


def _heard(child: Child) -> dict[str, Any]:
    assert child.process.stdout
    line = child.process.stdout.readline()
    if not line:
        raise MeasureError(f"{child.program.name} ended early. {child.last_words()}")
    heard: dict[str, Any] = json.loads(line)
    return heard


def _clients(children: Sequence[Child]) -> float:
    return sum(processor_seconds(child.pid) for child in children)


def _written(server: Server) -> int:
    """Return how many bytes of WAL there ever were."""
    with connected(server.admin_url) as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")
        [(written,)] = cursor.fetchall()
    return int(written)


def _peak(child: Child) -> float:
    """Return the most memory that a process has held, in MB.

    Not getrusage's figure, which a process inherits from the one that started it.
    """
    for line in Path(f"/proc/{child.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise MeasureError(f"{child.program.name} is gone, and its memory cannot be read.")
