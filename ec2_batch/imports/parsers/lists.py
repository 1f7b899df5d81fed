"""Lists: several values in one cell, which quotes hold together."""

from collections.abc import Callable
from typing import TypeVar

from ec2_batch.imports.issue import BadValueError

Value = TypeVar("Value")

MOST = 100  # values in one cell


def list_of(parse: Callable[[str], Value]) -> Callable[[str], list[Value]]:
    """Return a parser of values with commas between them; each counts once, empty ones not.

    The first that cannot be read is what is wrong with the cell.
    """

    def parse_all(text: str) -> list[Value]:
        items = dict.fromkeys(item.strip() for item in text.split(","))
        items.pop("", None)
        if len(items) > MOST:
            raise BadValueError("TOO_MANY", f"A cell lists at most {MOST} values.")
        return [parse(item) for item in items]

    return parse_all
