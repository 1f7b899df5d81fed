"""Documents: texts parsed and validated once, and the plans made of them, kept and bounded."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    StringValueNode,
    VariableNode,
    Visitor,
    visit,
)

DOCUMENTS_KEPT = 500
PLANS_KEPT = 50  # of one document: as many shapes of its variables

Kept = TypeVar("Kept")
_BAD_INPUT = {"code": "BAD_USER_INPUT"}
_SIZES = ("first", "last")  # arguments that are written into the statement


class Recent(Generic[Kept]):
    """The most recently used values, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return the value kept under `key`, made now if there is none."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = make()
        if len(self._values) > self._limit:
            self._values.popitem(last=False)
        return value


@dataclass(slots=True)
class Document:
    """A parsed text: its operations and fragments, or why it is refused."""

    node: DocumentNode | None
    errors: list[GraphQLError]
    operations: dict[str, OperationDefinitionNode] = field(default_factory=dict)
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()  # variables that say how long a page is
    plans: Recent[Any] = field(default_factory=lambda: Recent(PLANS_KEPT))
    costs: Recent[int] = field(default_factory=lambda: Recent(PLANS_KEPT))
    readers: dict[str, Any] = field(default_factory=dict)  # of each operation's variables

    @classmethod
    def of(cls, node: DocumentNode) -> "Document":
        operations, fragments = {}, {}
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode):
                operations[definition.name.value if definition.name else ""] = definition
            elif isinstance(definition, FragmentDefinitionNode):
                fragments[definition.name.value] = definition
        reading = _Reading()
        visit(node, reading)
        if reading.nul is not None:
            message = "A text holds the character NUL, which no record can hold."
            return cls(None, [GraphQLError(message, reading.nul, extensions=_BAD_INPUT)])
        return cls(node, [], operations, fragments, frozenset(reading.sizes))


class _Reading(Visitor):
    """What one pass over a document finds."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: set[str] = set()
        self.nul: StringValueNode | None = None

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        if "\0" in node.value:
            self.nul = node

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        for argument in node.arguments or ():
            if argument.name.value in _SIZES and isinstance(argument.value, VariableNode):
                self.sizes.add(argument.value.name.value)
