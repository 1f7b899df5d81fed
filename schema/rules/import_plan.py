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
    # Of the school and term of which too many would be, where not too many of all would.
    of_one: tuple[int, int] | None = None


def many_deactivations(plan: Sequence[Mapping[str, Any]]) -> list[Deactivations]:
    """Return the kinds of records of which more than a tenth would be put out of use.

    A file that leaves half the school out is more likely to be cut short than to be right. Where
    records are of a term, so is one that has a stray row of another term, whose others it lacks.
    """
    found = []
    for entry in plan:
        entity, leaving = str(entry["entity"]), int(entry.get("deactivate", 0))
        known = leaving + int(entry.get("update", 0)) + int(entry.get("unchanged", 0))
        of_one, of_all = entry.get("most_of_one") or (0, 0)
        if _are_many(leaving, known):
            found.append(Deactivations(entity, leaving, known))
        elif _are_many(of_one, of_all):
            found.append(Deactivations(entity, leaving, known, (of_one, of_all)))
    return found


def _are_many(leaving: int, known: int) -> bool:
    return leaving * 100 > known * FEW
