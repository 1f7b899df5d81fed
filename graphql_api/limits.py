"""Limits: what one request may cost, counted before anything runs.

One pass over the operation: each fragment is weighed once, however often it is
spread, so weighing a request never takes longer than reading it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
)

from graphql_api.planner.pages import DEFAULT_SIZE

MOST_TOKENS = 1000
LONGEST_DOCUMENT = 15_000  # bytes
LARGEST_BODY = 100_000  # bytes
DEEPEST = 10  # levels of objects; 15 for introspection
DEEPEST_INTROSPECTION = 15
MOST_FIELDS = 250
MOST_ROOT_FIELDS = 20
MOST_ALIASES = 15
MOST_DIRECTIVES = 20
HIGHEST_COST = 5000  # objects that an answer could hold


class TooMuchError(GraphQLError):
    """The request asks for more than one answer may hold."""

    def __init__(self, message: str, nodes: list[Any] | None = None) -> None:
        super().__init__(message, nodes=nodes, extensions={"code": "TOO_MUCH"})


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection adds up to."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
        )


@dataclass(slots=True)
class Scale:
    """Weighs the selections of one operation, with this request's page sizes."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    _fragment_weights: dict[str, Weight] = field(default_factory=dict)

    def operation(self, operation: OperationDefinitionNode) -> int:
        """Return the cost of an operation.

        Raises:
            TooMuchError: it is over a limit; the message says which and what to do.
        """
        root = self.schema.get_root_type(operation.operation)
        weight = self._selections(root, operation.selection_set)
        roots = len(operation.selection_set.selections)
        introspects = any(
            isinstance(s, FieldNode) and s.name.value.startswith("__")
            for s in operation.selection_set.selections
        )
        deepest = DEEPEST_INTROSPECTION if introspects else DEEPEST
        _refuse(weight.depth, deepest, "levels deep", "Ask for the inner lists separately.")
        _refuse(weight.fields, MOST_FIELDS, "fields", "Ask for fewer of them.")
        _refuse(weight.aliases, MOST_ALIASES, "aliases", "Send several requests.")
        _refuse(weight.directives, MOST_DIRECTIVES, "directives", "Send several requests.")
        _refuse(roots, MOST_ROOT_FIELDS, "root fields", "Send several requests.")
        if weight.cost > HIGHEST_COST:
            self._refuse_cost(root, operation, weight.cost)
        return weight.cost

    def _refuse_cost(
        self, root: GraphQLNamedType | None, operation: OperationDefinitionNode, cost: int
    ) -> None:
        fields = [s for s in operation.selection_set.selections if isinstance(s, FieldNode)]
        heaviest = max(fields, key=lambda node: self._node(root, node).cost, default=None)
        where = f"; `{heaviest.name.value}` costs most of it" if heaviest else ""
        raise TooMuchError(
            f"This could hold {cost} objects, more than {HIGHEST_COST}{where}."
            " Ask for a smaller `first`, in the outer lists above all.",
            [heaviest] if heaviest else None,
        )

    def _selections(self, type_: GraphQLNamedType | None, selections: SelectionSetNode) -> Weight:
        weight = Weight()
        for node in selections.selections:
            weight += self._node(type_, node)
        return weight

    def _node(self, type_: GraphQLNamedType | None, node: SelectionNode) -> Weight:
        own = Weight(directives=len(node.directives or ()))
        match node:
            case FieldNode():
                return own + self._field(type_, node)
            case InlineFragmentNode():
                condition = node.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else type_
                return own + self._selections(inner, node.selection_set)
            case FragmentSpreadNode():
                return own + self._fragment(node.name.value)
        return own

    def _fragment(self, name: str) -> Weight:
        if name not in self._fragment_weights:
            fragment = self.fragments[name]
            type_ = self.schema.get_type(fragment.type_condition.name.value)
            self._fragment_weights[name] = self._selections(type_, fragment.selection_set)
        return self._fragment_weights[name]

    def _field(self, type_: GraphQLNamedType | None, node: FieldNode) -> Weight:
        alias = 1 if node.alias else 0
        known = getattr(type_, "fields", {}).get(node.name.value)
        shown = get_named_type(known.type) if known else None
        if node.selection_set is None:
            return Weight(fields=1, aliases=alias)
        inner = self._selections(shown, node.selection_set)
        many = self._page_size(node) if known and "first" in known.args else 1
        cost = 0 if shown is None or is_leaf_type(shown) else 1 + many * inner.cost
        if known is None or not _is_page(shown):
            return Weight(
                inner.depth + 1, inner.fields + 1, inner.aliases + alias, inner.directives, cost
            )
        # A page and its rows are one level to whoever reads the answer.
        return Weight(inner.depth, inner.fields + 1, inner.aliases + alias, inner.directives, cost)

    def _page_size(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value not in ("first", "last"):
                continue
            value = argument.value
            if isinstance(value, IntValueNode):
                return max(int(value.value), 1)
            if isinstance(value, VariableNode):
                size = self.variables.get(value.name.value)
                return max(size, 1) if isinstance(size, int) else DEFAULT_SIZE
        return DEFAULT_SIZE


def _is_page(type_: GraphQLNamedType | None) -> bool:
    return "pageInfo" in getattr(type_, "fields", {})


def _refuse(found: int, most: int, what: str, advice: str) -> None:
    if found > most:
        raise TooMuchError(f"This has {found} {what}, more than {most}. {advice}")
