"""References: what rows may refer to, read once for the person who imports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ec2_batch.imports.issue import BadValueError, did_you_mean, shown


@dataclass(frozen=True, slots=True)
class Names:
    """Records that a row may name in more than one way."""

    kind: str  # as a message calls it: school, course
    ids: dict[str, int] = field(default_factory=dict)  # by case-folded name
    shown: dict[str, str] = field(default_factory=dict)  # the name to suggest
    several: set[str] = field(default_factory=set)  # names that more than one record has
    # By case-folded sourced id: those that are out of use, and named by what goes with them.
    left: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, records: Iterable[tuple[int, Iterable[str | None]]]) -> "Names":
        """Return the names of records, each with its best one first.

        A better name goes before another record's lesser one; one that two records have alike
        is nobody's.
        """
        names = cls(kind)
        listed = [(record_id, list(known_as)) for record_id, known_as in records]
        for rank in range(max((len(known_as) for _, known_as in listed), default=0)):
            better = set(names.ids)
            for record_id, known_as in listed:
                if (name := known_as[rank]) and (folded := name.casefold()) not in better:
                    if names.ids.setdefault(folded, record_id) != record_id:
                        names.several.add(folded)
                    names.shown.setdefault(folded, name)
        return names

    def find_any(self, name: str) -> int:
        """Return the id of a record in use, or else of the one that has left with that id.

        Raises:
            BadValueError: there is none, as of those in use.
        """
        folded = name.casefold()
        return self.left[folded] if folded in self.left else self.find(name)

    def find(self, name: str) -> int:
        """Return the id of the record of that name.

        Raises:
            BadValueError: there is none, and the message suggests the nearest; or several.
        """
        noun = self.kind.replace("_", " ")
        if (folded := name.casefold()) in self.several:
            raise BadValueError(
                f"AMBIGUOUS_{self.kind.upper()}",
                f"“{shown(name)}” is more than one {noun} of yours: name it by its sourced id.",
            )
        if (found := self.ids.get(folded)) is not None:
            return found
        raise BadValueError(
            f"UNKNOWN_{self.kind.upper()}",
            f"“{shown(name)}” is not a {noun} of yours."
            + did_you_mean(name, list(self.shown.values())),
        )


@dataclass(frozen=True, slots=True)
class References:
    """What the importing person's rows are checked against."""

    today: date
    schools: Names
    courses: Names
    default_school: int | None  # for rows that name none
    grade_scales: Names = field(default_factory=lambda: Names("grade_scale"))
    terms: Names = field(default_factory=lambda: Names("term"))
    # What sections have of their course where they say nothing of their own.
    course_orgs: Mapping[int, int] = field(default_factory=dict)
    course_titles: Mapping[int, str] = field(default_factory=dict)
    term_parents: Mapping[int, int | None] = field(default_factory=dict)
