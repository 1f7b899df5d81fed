"""What the rows of every kind of file share: chance that is the same every time, and faults."""

from collections.abc import Mapping, Sequence
from typing import Protocol

FAULTY_EVERY = 50  # rows: 2% have to be rejected
CHANGED_EVERY = 100  # rows: 1% say something else in the changed file
REPEATS_WITHIN = 10_000  # rows between a row and its repetition, at most


# By column of the table, then by what a file calls the record that is meant.
Ids = Mapping[str, Mapping[str, int]]


class Rows(Protocol):
    """One kind of file: its clean rows, its faulty ones, and what the table holds of them."""

    @property
    def name(self) -> str: ...  # the format's
    @property
    def table(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def columns(self) -> tuple[str, ...]: ...  # of the table
    @property
    def faults(self) -> tuple[str, ...]: ...  # the codes that the importer gives

    def clean(self, number: int, *, changed: bool = False) -> list[str]:
        """Return the cells of a row with nothing wrong in it."""
        ...

    def faulty(self, number: int, fault: str, first: int) -> list[str]:
        """Return the cells of a row that has to be rejected."""
        ...

    def stored(self, cells: Sequence[str], ids: Ids) -> list[str | int]:
        """Return a clean row as the table holds it."""
        ...


def is_faulty(number: int) -> bool:
    """Say whether a row has to be rejected."""
    return number % FAULTY_EVERY == FAULTY_EVERY - 1


def is_changed(number: int) -> bool:
    """Say whether a row is another in the changed file; those are clean ones."""
    return number % CHANGED_EVERY == 7


def fault_of(rows: Rows, number: int) -> str:
    """Return what is wrong with a faulty row: each fault in its turn."""
    return rows.faults[number // FAULTY_EVERY % len(rows.faults)]


def earlier(number: int, first: int) -> int:
    """Return a clean row with an e-mail address that comes before a faulty one of a file."""
    back = drawn(number) % min(number - first, REPEATS_WITHIN) + 1
    return max(number - back, first) // FAULTY_EVERY * FAULTY_EVERY


def drawn(number: int) -> int:
    """Return 64 bits that look like chance and are the same each time (splitmix64)."""
    mixed = (number + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return mixed ^ mixed >> 31
