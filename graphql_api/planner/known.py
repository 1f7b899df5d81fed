"""Known answers: those that need no database."""

from dataclasses import dataclass

from graphql_api.planner.plan import Operation, Supplied, Text
from graphql_api.planner.plan_conditions import CallerParameter
from schema.access.caller import Caller


@dataclass(frozen=True, slots=True)
class Known:
    """An answer made of our own text and of what follows from who asks."""

    pieces: tuple[str | CallerParameter, ...]

    def text(self, caller: Caller) -> str:
        """Return the answer to a caller."""
        return "".join(p if isinstance(p, str) else p.value(caller) for p in self.pieces)


def known_answer(operation: Operation) -> Known | None:
    """Return the answer to an operation such as `{ __typename }`; None if it reads records."""
    pieces: list[str | CallerParameter] = []
    for root in operation.roots:
        if not isinstance(root, Text | Supplied):
            return None
        value = root.json if isinstance(root, Text) else root.parameter
        pieces += [f'{"," if pieces else ""}"{root.key}":', value]
    return Known(("{", *pieces, "}"))
