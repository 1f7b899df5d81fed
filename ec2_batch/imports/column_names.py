"""Headers: what a column may be called, and how surely a header means it."""

from collections.abc import Sequence
from difflib import get_close_matches

from ec2_batch.imports.format import Column, Format
from schema.rules.rejected_rows import OWN_COLUMNS

EXACT, ALIAS = 1.0, 0.9
NEAR = 0.8  # of letters in common: nearer is a slip of the pen, which a person should look at


def bare(name: str) -> str:
    """Return a header's name without what people vary: case, spaces, punctuation."""
    return "".join(character for character in name.casefold() if character.isalnum())


def names_of(column: Column) -> list[str]:
    """Return the bare names that a column goes by, the best known first."""
    return [bare(name) for name in (column.name, *column.aliases)]


def columns_in(kind: Format, header: Sequence[str]) -> tuple[tuple[Column, int], ...]:
    """Return where a header has a format's columns; the better known name of two wins."""
    named = [(index, name) for index, name in enumerate(header) if name not in OWN_COLUMNS]
    at = {bare(name): index for index, name in reversed(named)}
    found = [
        (column, next((at[name] for name in names_of(column) if name in at), None))
        for column in kind.columns
    ]
    return tuple((column, index) for column, index in found if index is not None)


def confidence(column: Column, header: str) -> float:
    """Return how surely a header means a column that it is a name of."""
    return EXACT if bare(header) == bare(column.name) else ALIAS


def near_miss(header: str, columns: Sequence[Column]) -> str | None:
    """Return the name of the column that a header may have been meant for, if any."""
    by_name = {name: column.name for column in columns for name in names_of(column)}
    near = get_close_matches(bare(header), list(by_name), n=1, cutoff=NEAR)
    return by_name[near[0]] if near else None
