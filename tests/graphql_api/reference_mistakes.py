"""Mistakes: what is wrong with an operation's arguments, also below a list without rows.

The reference meets an argument only where it has a row to resolve; the planner reads all.
"""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    visit,
)
from graphql.execution.values import get_argument_values, get_variable_values

Refuse = Callable[[GraphQLField, Mapping[str, Any]], None]


def mistakes(
    schema: GraphQLSchema, text: str, variables: Mapping[str, Any], refuse: Refuse
) -> list[GraphQLError]:
    """Return what is wrong with the arguments of any field or directive of a document."""
    document = parse(text)
    definitions = [
        variable
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for variable in definition.variable_definitions or ()
    ]
    given = get_variable_values(schema, definitions, dict(variables))
    type_info = TypeInfo(schema)
    visitor = _Mistakes(schema, type_info, given, refuse)
    visit(document, TypeInfoVisitor(type_info, visitor))
    return visitor.found


class _Mistakes(Visitor):
    def __init__(self, schema: GraphQLSchema, type_info: TypeInfo, given: Any, refuse: Refuse):
        super().__init__()
        self.schema = schema
        self.type_info = type_info
        self.given = given
        self.refuse = refuse
        self.found: list[GraphQLError] = []

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        field = self.type_info.get_field_def()
        assert field is not None
        try:
            self.refuse(field, get_argument_values(field, node, self.given))
        except GraphQLError as error:
            self.found.append(error)
        self._directives(node)

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> None:
        self._directives(node)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self._directives(node)

    def _directives(self, node: Any) -> None:
        for directive in node.directives or ():
            known = self.schema.get_directive(directive.name.value)
            assert known is not None
            try:
                get_argument_values(known, directive, self.given)
            except GraphQLError as error:
                self.found.append(error)
