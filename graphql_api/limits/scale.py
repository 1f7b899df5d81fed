"""The scale: one pass over a selection, which weighs each fragment once.

However often a fragment is spread, weighing takes no longer than reading the
document: what a spread weighs is looked up. The document need not be valid:
what does not exist weighs nothing, and a circle of fragments is cut.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)

Weight = TypeVar("Weight")
Parent = GraphQLNamedType | None  # None: a type that the schema does not know


class Scale(ABC, Generic[Weight]):
    """Adds up what the fields of a selection weigh."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], nothing: Any
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._nothing: Weight = nothing
        self._weights: dict[str, Weight] = {}

    @abstractmethod
    def field(self, parent: Parent, field: Any, node: FieldNode, inner: Weight) -> Weight:
        """Return what a field weighs with its selection; `field` is None if nobody knows it."""

    def node(self, node: SelectionNode) -> Weight:
        """Return what any node weighs by itself."""
        return self._nothing

    def selections(self, parent: Parent, selections: SelectionSetNode | None) -> Weight:
        """Return what a selection weighs."""
        weight: Any = self._nothing
        for selected in selections.selections if selections else ():
            weight = weight + self._selection(parent, selected)
        return weight  # type: ignore[no-any-return]

    def trail(
        self, parent: Parent, selections: SelectionSetNode, measure: Callable[[Weight], int]
    ) -> list[tuple[FieldNode, Any]]:
        """Return the fields, from the root down, that are each the heaviest of its selection."""
        found: list[tuple[FieldNode, Any]] = []
        within: SelectionSetNode | None = selections
        while within is not None:
            fields = list(self._fields(parent, within, set()))
            if not fields:
                break
            type_, heaviest = max(
                fields, key=lambda field: measure(self._selection(field[0], field[1]))
            )
            step = (heaviest, _known(type_, heaviest))
            if step in found:  # a circle
                break
            found.append(step)
            parent, within = self._shown(type_, heaviest), heaviest.selection_set
        return found

    def _selection(self, parent: Parent, node: SelectionNode) -> Weight:
        own: Any = self.node(node)
        match node:
            case FieldNode():
                inner = self.selections(self._shown(parent, node), node.selection_set)
                return own + self.field(parent, _known(parent, node), node, inner)  # type: ignore[no-any-return]
            case InlineFragmentNode():
                return own + self.selections(self._narrowed(parent, node), node.selection_set)  # type: ignore[no-any-return]
            case FragmentSpreadNode():
                return own + self._fragment(node.name.value)  # type: ignore[no-any-return]
        return own  # type: ignore[no-any-return]

    def _fragment(self, name: str) -> Weight:
        if name not in self._weights:
            self._weights[name] = self._nothing  # where it spreads itself
            fragment = self._fragments.get(name)
            if fragment is not None:
                type_ = self._schema.get_type(fragment.type_condition.name.value)
                self._weights[name] = self.selections(type_, fragment.selection_set)
        return self._weights[name]

    def _fields(
        self, parent: Parent, selections: SelectionSetNode, seen: set[str]
    ) -> Iterator[tuple[Parent, FieldNode]]:
        for node in selections.selections:
            match node:
                case FieldNode():
                    yield parent, node
                case InlineFragmentNode():
                    yield from self._fields(self._narrowed(parent, node), node.selection_set, seen)
                case FragmentSpreadNode() if node.name.value not in seen:
                    seen.add(node.name.value)
                    fragment = self._fragments.get(node.name.value)
                    if fragment is not None:
                        type_ = self._schema.get_type(fragment.type_condition.name.value)
                        yield from self._fields(type_, fragment.selection_set, seen)

    def _narrowed(self, parent: Parent, node: InlineFragmentNode) -> Parent:
        condition = node.type_condition
        return self._schema.get_type(condition.name.value) if condition else parent

    def _shown(self, parent: Parent, node: FieldNode) -> Parent:
        field = _known(parent, node)
        return get_named_type(field.type) if field else None


def _known(parent: Parent, node: FieldNode) -> Any:
    return getattr(parent, "fields", {}).get(node.name.value)


def is_page(type_: Parent) -> bool:
    """Return whether a type is a connection: rows, and where among all of them they are."""
    return "pageInfo" in getattr(type_, "fields", {})
