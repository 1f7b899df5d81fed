"""Limits: how much one document may hold, weighed before it is validated.

Validation compares fields with each other, so that a small document can keep
it busy for seconds; what is weighed here costs one pass.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)

from graphql_api.limits.scale import Parent, Scale, is_page

MOST_TOKENS = 1000
LONGEST_DOCUMENT = 15_000  # bytes
LARGEST_BODY = 100_000  # bytes
DEEPEST = 10  # levels of objects; a page and its rows are one
DEEPEST_INTROSPECTION = 15
MOST_FIELDS = 250
MOST_ROOT_FIELDS = 20
MOST_ALIASES = 15
MOST_DIRECTIVES = 20
MOST_ITEMS = 250  # in one list of an input
DEEPEST_INPUT = 20  # levels of lists and objects
HIGHEST_COST = 5000  # objects that an answer could hold


class TooMuchError(GraphQLError):
    """The request asks for more than one answer may hold."""

    def __init__(self, message: str, nodes: Any = None) -> None:
        super().__init__(message, nodes=nodes, extensions={"code": "TOO_MUCH"})


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection adds up to, each fragment counted as often as it is spread."""

    depth: int = 0
    introspection: int = 0  # depth of what asks for the schema
    fields: int = 0
    roots: int = 0  # fields of the selection itself
    aliases: int = 0
    directives: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(
            max(self.depth, other.depth),
            max(self.introspection, other.introspection),
            self.fields + other.fields,
            self.roots + other.roots,
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


class Limit(NamedTuple):
    """One of them: a part of a weight, and what to do about it."""

    part: str
    most: int
    what: str
    advice: str


_FIELDS = Limit("fields", MOST_FIELDS, "fields", "Select fewer, or send several requests.")
_LIMITS = (
    Limit("depth", DEEPEST, "levels", "Ask for the inner lists separately."),
    Limit("introspection", DEEPEST_INTROSPECTION, "levels of the schema", "Ask for fewer of them."),
    Limit("roots", MOST_ROOT_FIELDS, "root fields", "Send several requests."),
    Limit("aliases", MOST_ALIASES, "aliases", "Send several requests."),
    Limit("directives", MOST_DIRECTIVES, "directives", "Send several requests."),
    _FIELDS,
)


class _Bulk(Scale[Weight]):
    """Weighs what is written."""

    def node(self, node: SelectionNode) -> Weight:
        return Weight(directives=len(node.directives or ()))

    def field(self, parent: Parent, field: Any, node: FieldNode, inner: Weight) -> Weight:
        aliases = inner.aliases + (1 if node.alias else 0)
        level = 0 if node.selection_set is None or _shows_page(field) else 1
        depth, introspection = inner.depth + level, inner.introspection
        if node.name.value.startswith("__"):
            depth, introspection = 0, depth
        return Weight(depth, introspection, inner.fields + 1, 1, aliases, inner.directives)


def too_much(schema: GraphQLSchema, node: DocumentNode, operations: int) -> TooMuchError | None:
    """Return which limit a parsed document is over and what to do; None means it is below all.

    Raises:
        RecursionError: it is nested deeper than any limit.
    """
    found = [d for d in node.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = [d for d in node.definitions if isinstance(d, FragmentDefinitionNode)]
    if len(found) > operations:
        message = f"This has {len(found)} operations, more than {operations}."
        return TooMuchError(f"{message} Send several requests.", found[operations])
    scale = _Bulk(schema, {fragment.name.value: fragment for fragment in fragments}, Weight())
    for operation in found:
        root: Parent = schema.get_root_type(operation.operation)
        outside: list[Any] = [*fragments, operation, *(operation.variable_definitions or ())]
        directives = sum(len(part.directives or ()) for part in outside)
        error = _over(scale, root, operation.selection_set, _LIMITS, directives)
        if error is not None:
            return error
    # Validation compares the fields also of what no operation spreads.
    for fragment in fragments:
        parent = schema.get_type(fragment.type_condition.name.value)
        error = _over(scale, parent, fragment.selection_set, (_FIELDS,), 0)
        if error is not None:
            return error
    return None


def _over(
    scale: _Bulk,
    parent: Parent,
    selections: SelectionSetNode,
    limits: Iterable[Limit],
    directives: int,
) -> TooMuchError | None:
    weight = scale.selections(parent, selections) + Weight(directives=directives)
    for part, most, what, advice in limits:
        found = getattr(weight, part)
        if found > most:
            where, node = _where(scale, parent, selections, part)
            return TooMuchError(f"This has {found} {what}, more than {most}{where}. {advice}", node)
    return None


def _where(
    scale: _Bulk, parent: Parent, selections: SelectionSetNode, part: str
) -> tuple[str, FieldNode | None]:
    trail = scale.trail(parent, selections, lambda weight: int(getattr(weight, part)))
    if not trail or part == "roots":
        return "", None
    if part == "depth":
        deepest = trail[-2][0]  # the last one is what is read there
        return f", from `{trail[0][0].name.value}` down to `{deepest.name.value}`", deepest
    return f", most of them in `{trail[0][0].name.value}`", trail[0][0]


def _shows_page(field: Any) -> bool:
    return field is not None and is_page(get_named_type(field.type))
