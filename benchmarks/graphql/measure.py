"""Measures: rounds in which each subject has its turn at each operation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from benchmarks.graphql.http_client import latencies, throughput
from benchmarks.graphql.operations import Operation
from benchmarks.graphql.requests import Asked
from benchmarks.graphql.subjects import Running
from benchmarks.processor_time import processor_seconds

CONNECTIONS = 8  # when as much as possible is asked at once

# By operation and subject.
Figures = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to measure."""

    rounds: int
    seconds: float  # each subject's turn at one operation, once alone and once crowded


FULL, QUICK = Pace(rounds=5, seconds=2.0), Pace(rounds=2, seconds=0.3)


@dataclass(slots=True)
class Readings:
    """What was read of one subject at one operation."""

    latencies: list[float] = field(default_factory=list)  # seconds
    rates: list[float] = field(default_factory=list)  # requests a second, one a round
    requests: int = 0  # that the processor times are of
    server_seconds: float = 0.0
    database_seconds: float = 0.0

    def figures(self, messages: float) -> dict[str, float]:
        """Return the figures as they are kept, times in milliseconds."""
        centiles = quantiles(self.latencies, n=100) if len(self.latencies) > 1 else self.latencies
        return {
            "p50_ms": round(median(self.latencies) * 1000, 3),
            "p99_ms": round(centiles[-1] * 1000, 3),
            "rps": round(median(self.rates), 1),
            "server_cpu_ms": round(self.server_seconds / self.requests * 1000, 3),
            "database_cpu_ms": round(self.database_seconds / self.requests * 1000, 3),
            "messages": messages,
        }


def measured(
    operations: Sequence[Operation],
    subjects: Sequence[tuple[Running, Mapping[str, Asked]]],
    database_pid: int,
    pace: Pace,
) -> Iterator[tuple[str, str, Readings]]:
    """Yield the readings of each operation and subject, operation by operation.

    Within an operation the subjects take turns, so that what else the machine does meets all.
    """
    for operation in operations:
        able = [(run, asked) for run, asked in subjects if operation.name in asked]
        readings = {run.subject.name: Readings() for run, _ in able}
        for run, asked in able:  # compilers and caches want to have seen it before
            latencies(run.port, asked[operation.name].again_and_again(), pace.seconds)
        for _ in range(pace.rounds):
            for run, asked in able:
                reading = readings[run.subject.name]
                _take(reading, run, asked[operation.name].again_and_again(), database_pid, pace)
        for name, reading in readings.items():
            yield operation.name, name, reading


def _take(
    reading: Readings, run: Running, requests: Iterator[bytes], database_pid: int, pace: Pace
) -> None:
    reading.latencies += latencies(run.port, requests, pace.seconds)
    server, database = processor_seconds(run.child.pid), processor_seconds(database_pid)
    answered, took = throughput(run.port, requests, pace.seconds, CONNECTIONS)
    reading.rates.append(answered / took)
    reading.requests += answered
    reading.server_seconds += processor_seconds(run.child.pid) - server
    reading.database_seconds += processor_seconds(database_pid) - database
