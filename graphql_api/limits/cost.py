"""Cost: how many objects an answer could hold, with this request's page sizes.

In the shape that Shopify's API made known, so that clients' libraries find it:
https://shopify.dev/docs/api/usage/limits. There is no bucket to empty here:
each request by itself may cost up to the limit.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from graphql_api.limits.document import HIGHEST_COST, TooMuchError
from graphql_api.limits.scale import Parent, Scale
from graphql_api.planner.pages import DEFAULT_SIZE, LARGEST_SIZE

UNSAID = 10  # items of a list whose length no argument says
USER_ERRORS = 3  # most often there is none, and never one for each item that was sent
_LONGEST_SIZE = 11  # characters of an Int; an ID may be written as a number of any length
_BUCKET = ",".join(
    f'"{name}":{HIGHEST_COST}' for name in ("maximumAvailable", "currentlyAvailable", "restoreRate")
)


@dataclass(frozen=True, slots=True)
class Objects:
    """What a selection could hold: objects once, and objects in each item of a list."""

    once: int = 0
    each: int = 0

    def __add__(self, other: "Objects") -> "Objects":
        return Objects(self.once + other.once, self.each + other.each)


class _Price(Scale[Objects]):
    """Counts objects, in pages of at most `most` rows."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        most: int = LARGEST_SIZE,
    ) -> None:
        super().__init__(schema, fragments, Objects())
        self._variables = variables
        self._most = most

    def operation(self, operation: OperationDefinitionNode) -> int:
        """Return how many objects the answer could hold."""
        root = self._schema.get_root_type(operation.operation)
        found = self.selections(root, operation.selection_set)
        return found.once + UNSAID * found.each

    def field(
        self, parent: Parent, field: GraphQLField | None, node: FieldNode, inner: Objects
    ) -> Objects:
        if field is None or is_leaf_type(get_named_type(field.type)):
            return Objects()
        if "first" in field.args:
            return Objects(1 + inner.once + self._page_size(node) * inner.each)
        length = self._longest(node)
        if not is_list_type(get_nullable_type(field.type)):
            return Objects(1 + inner.once + (length or UNSAID) * inner.each)
        item = 1 + inner.once + UNSAID * inner.each
        if node.name.value == "userErrors":
            return Objects(USER_ERRORS * item)
        # Without a list to answer one by one, how many there are is for the field around to say.
        return Objects(length * item) if length else Objects(each=item)

    def _page_size(self, node: FieldNode) -> int:
        sizes = [
            size
            for argument in node.arguments or ()
            if argument.name.value in ("first", "last")
            and isinstance(size := self._value(argument.value), int)
        ]
        # A size out of range is refused by the page itself, which says what the range is.
        return max(1, min(max(sizes, default=DEFAULT_SIZE), self._most))

    def _longest(self, node: FieldNode) -> int:
        """Return the length of the longest list in the arguments; 0 means there is none."""
        values = [self._value(argument.value) for argument in node.arguments or ()]
        return max(map(longest_list, values), default=0)

    def _value(self, node: ValueNode) -> Any:
        match node:
            case VariableNode():
                return self._variables.get(node.name.value)
            case IntValueNode() if len(node.value) <= _LONGEST_SIZE:
                return int(node.value)
            case ListValueNode():
                return [self._value(item) for item in node.values]
            case ObjectValueNode():
                return {member.name.value: self._value(member.value) for member in node.fields}
        return None


def cost_of(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> int:
    """Return how many objects the answer to a valid operation could hold."""
    return _Price(schema, fragments, variables).operation(operation)


def too_costly(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    cost: int,
) -> TooMuchError:
    """Return the refusal of an operation: which lists make it so large, and what would fit."""
    root = schema.get_root_type(operation.operation)
    assert root is not None
    price = _Price(schema, fragments, variables)
    trail = price.trail(root, operation.selection_set, lambda found: found.once + found.each)
    lists = [node for node, field in trail if field is not None and "first" in field.args]
    where = " → ".join(f"`{node.name.value}`" for node in lists[:3] or [trail[0][0]])

    def cost_in_pages_of(size: int) -> int:
        return _Price(schema, fragments, variables, size).operation(operation)

    fits = bisect_right(range(1, LARGEST_SIZE + 1), HIGHEST_COST, key=cost_in_pages_of)
    advice = f"A `first` of at most {fits} would fit" if fits and lists else "Select less in it"
    message = f"This could hold {cost} objects, more than {HIGHEST_COST}, most in {where}. {advice}"
    return TooMuchError(f"{message}, or send several requests.", lists[-1:] or [trail[0][0]])


def cost_as_json(requested: int, actual: int | None) -> str:
    """Return `extensions.cost`; None means that nothing ran."""
    held = "null" if actual is None else actual
    return (
        f'{{"cost":{{"requestedQueryCost":{requested},"actualQueryCost":{held},'
        f'"throttleStatus":{{{_BUCKET}}}}}}}'
    )


def objects_in(data: str) -> int:
    """Return how many objects a compact JSON text holds besides the outermost.

    Inside a text, a quote that is part of it is escaped; only one that ends in `{`
    is taken for the beginning of an object.
    """
    return max(data.count('{"') - 1, 0)


def longest_list(value: Any) -> int:
    """Return the length of the longest list in an input; 0 means there is none."""
    if isinstance(value, dict):
        return max(map(longest_list, value.values()), default=0)
    if isinstance(value, list):
        return max(len(value), *map(longest_list, value), 0)
    return 0
