"""Asking whoever deploys, who has first been shown what would happen."""

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from infra_cfn.deploying.changes import Change


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Shows a stack's changes, and asks unless all is agreed to beforehand.

    What may lose data is never agreed to in passing: its stack must be named.
    """

    tell: Callable[[str], object]
    ask: Callable[[str], str]
    yes: bool = False  # to everything that loses no data, for CI
    losing: Collection[str] = ()  # stacks whose data may be replaced or removed

    def __call__(self, stack: str, changes: Sequence[Change]) -> str | None:
        """Return why the changes are not to be made; None when they are."""
        self.tell(f"Stack {stack}:")
        for change in changes:
            self.tell(str(change))
        if not changes:
            self.tell("  changes outputs or tags alone")
        if any(change.loses_data for change in changes):
            return self._loss(stack)
        if self.yes or self.ask(f"Change {stack}? [y/N] ").strip().lower() in ("y", "yes"):
            return None
        return "it was not confirmed"

    def _loss(self, stack: str) -> str | None:
        if stack in self.losing:
            return None
        if not self.yes and self.ask(f"Type {stack} to go on: ").strip() == stack:
            return None
        return f"what holds data would be replaced or removed; --losing {stack} agrees to that"


def ask_terminal(question: str) -> str:
    """Return what a person answers; nothing where nobody is there to answer."""
    if not sys.stdin.isatty():
        return ""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline()
