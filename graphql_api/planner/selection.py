"""Selection: the fields that an operation asks of one type, merged as GraphQL says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)
from graphql.language import BooleanValueNode

from graphql_api.planner.errors import BadArgumentError


@dataclass(frozen=True, slots=True)
class SelectedField:
    """One key of the answer, and every place of the document that asks for it."""

    key: str
    name: str
    nodes: tuple[FieldNode, ...]

    @property
    def selections(self) -> list[SelectionSetNode]:
        return [node.selection_set for node in self.nodes if node.selection_set]


@dataclass(frozen=True, slots=True)
class Selector:
    """What merging needs besides the selection itself."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]  # coerced

    def fields(
        self, type_: GraphQLObjectType, selections: Iterable[SelectionSetNode]
    ) -> list[SelectedField]:
        """Return the fields that `selections` ask of `type_`, in the answer's order.

        Source: GraphQL specification, CollectFields and MergeSelectionSets.
        """
        found: dict[str, list[FieldNode]] = {}
        seen: set[str] = set()
        for selection_set in selections:
            for node in self._walk(type_, selection_set.selections, seen):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
        return [SelectedField(k, nodes[0].name.value, tuple(nodes)) for k, nodes in found.items()]

    def _walk(
        self, type_: GraphQLObjectType, selections: Iterable[SelectionNode], seen: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections:
            if not self._included(node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                yield node
                continue
            fragment = self._fragment(node, seen)
            if fragment is not None and self._applies(fragment, type_):
                yield from self._walk(type_, fragment.selection_set.selections, seen)

    def _fragment(
        self, node: SelectionNode, seen: set[str]
    ) -> FragmentDefinitionNode | InlineFragmentNode | None:
        if isinstance(node, InlineFragmentNode):
            return node
        assert isinstance(node, FragmentSpreadNode)
        name = node.name.value
        if name in seen:
            return None
        seen.add(name)
        return self.fragments[name]

    def _applies(
        self, fragment: FragmentDefinitionNode | InlineFragmentNode, type_: GraphQLObjectType
    ) -> bool:
        if fragment.type_condition is None:
            return True
        wanted = self.schema.type_map[fragment.type_condition.name.value]
        if wanted is type_:
            return True
        return is_abstract_type(wanted) and self.schema.is_sub_type(wanted, type_)

    def _included(self, directives: Iterable[DirectiveNode]) -> bool:
        for directive in directives:
            name = directive.name.value
            if name in ("skip", "include") and self._condition(directive) is (name == "skip"):
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        assert directive.arguments
        value = directive.arguments[0].value
        if isinstance(value, VariableNode):
            found = self.variables[value.name.value]
            if found is None:
                raise BadArgumentError(f"`{directive.name.value}` was given null.")
            return bool(found)
        assert isinstance(value, BooleanValueNode)
        return value.value
