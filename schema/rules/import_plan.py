"""Import plans: what of them somebody has to look at before they are applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEW = 10  # percent of the records that a file could have named


@dataclass(frozen=True, slots=True)
class Deactivations:
    """How many records of one kind would be put out of use, and of how many."""

    entity: str
    records: int
    known: int


def many_deactivations(plan: Sequence[Mapping[str, Any]]) -> list[Deactivations]:
    """Return the kinds of records of which more than a tenth would be put out of use.

    A file that leaves half the school out is more likely to be cut short than to be right.
    """
    found = []
    for entry in plan:
        leaving = int(entry.get("deactivate", 0))
        known = leaving + int(entry.get("update", 0)) + int(entry.get("unchanged", 0))
        if leaving * 100 > known * FEW:
            found.append(Deactivations(str(entry["entity"]), leaving, known))
    return found
