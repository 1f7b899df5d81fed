"""References: what rows may refer to, read once for the person who imports."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ec2_batch.imports.issue import BadValueError, did_you_mean, shown


@dataclass(frozen=True, slots=True)
class Names:
    """Records that a row may name in more than one way."""

    kind: str  # as a message calls it: school, course
    ids: dict[str, int] = field(default_factory=dict)  # by case-folded name
    shown: dict[str, str] = field(default_factory=dict)  # the name to suggest

    @classmethod
    def of(cls, kind: str, records: Iterable[tuple[int, Iterable[str | None]]]) -> "Names":
        """Return the names of records; the first record to use a name has it."""
        names = cls(kind)
        for record_id, known_as in records:
            for name in filter(None, known_as):
                names.ids.setdefault(name.casefold(), record_id)
                names.shown.setdefault(name.casefold(), name)
        return names

    def find(self, name: str) -> int:
        """Return the id of the record of that name.

        Raises:
            BadValueError: there is none; the message suggests the nearest.
        """
        if (found := self.ids.get(name.casefold())) is not None:
            return found
        raise BadValueError(
            f"UNKNOWN_{self.kind.upper()}",
            f"“{shown(name)}” is not a {self.kind} of yours."
            + did_you_mean(name, list(self.shown.values())),
        )


@dataclass(frozen=True, slots=True)
class References:
    """What the importing person's rows are checked against."""

    today: date
    schools: Names
    courses: Names
    default_school: int | None  # for rows that name none
