"""Aggregates: which rows each field sums up; equal ones are read once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graphql_api.planner import bindings as bound
from graphql_api.planner.arguments import Given
from graphql_api.planner.plan import Related
from graphql_api.planner.plan_conditions import All, Condition, Holds


@dataclass(frozen=True, slots=True)
class _Asked:
    binding: bound.Aggregate
    where: Given | None

    def same_rows(self, other: "_Asked") -> bool:
        return (
            self.binding.relationship is other.binding.relationship
            and self.binding.condition is other.binding.condition
            and self.where == other.where
        )


@dataclass(frozen=True, slots=True)
class Gathering:
    """The rows that one object's aggregates are made of, each set once."""

    _known: list[tuple[_Asked, Related]] = field(default_factory=list)

    def rows(
        self, binding: bound.Aggregate, where: Given | None, condition: Condition | None
    ) -> Related:
        """Return the rows of an aggregate: those of an earlier one, if it asks for the same."""
        asked = _Asked(binding, where)
        for known, rows in self._known:
            if known.same_rows(asked):
                return rows
        made = Related(binding.relationship, _joined(binding.condition, condition))
        self._known.append((asked, made))
        return made


def _joined(stated: Any, asked: Condition | None) -> Condition | None:
    parts: Iterable[Condition | None] = (None if stated is None else Holds(stated), asked)
    conditions = tuple(part for part in parts if part is not None)
    return All(conditions) if conditions else None
