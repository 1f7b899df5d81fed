"""Errors of variables: which one cannot be used and why, without its value.

A variable's value is a student's data: it stays out of answers and logs.
"""

import re

from graphql import GraphQLError

_PLACE = re.compile(r" at ((?:\.[A-Za-z_]\w*|\[\d+\])+):")
# What our own scalars say; it never holds the value.
_REASON = re.compile(r"encountered error '(.+?)'; found: ")
_KINDS = (
    (re.compile(r"of non-null type '([\w!\[\]]+)'"), "A value of type {} is needed here."),
    (re.compile(r"to include required field '(\w+)'"), "It lacks `{}`."),
    (re.compile(r"Value .* does not exist in '(\w+)' enum"), "It must be one of the values of {}."),
    (re.compile(r"of type '([\w!\[\]]+)'"), "It does not fit the type {}."),
    (re.compile(r"(\w+) cannot represent"), "It does not fit the type {}."),
)


def without_value(error: GraphQLError) -> GraphQLError:
    """Return an error of coercing a variable as clients may see it."""
    node = error.nodes[0] if error.nodes else None
    name = node.variable.name.value if node is not None else "?"  # type: ignore[attr-defined]
    place = _PLACE.search(error.message)
    where = f" at `{place[1].lstrip('.')}`" if place else ""
    message = f"Variable `${name}` cannot be used{where}. {_why(error.message)}"
    return GraphQLError(message, nodes=error.nodes, extensions={"code": "BAD_USER_INPUT"})


def _why(message: str) -> str:
    reason = _REASON.search(message)
    if reason:
        return reason[1]
    if "unknown field" in message:
        return "It has a field that the type does not know."
    for pattern, sentence in _KINDS:
        match = pattern.search(message)
        if match:
            return sentence.format(match[1])
    return "It does not fit its type."
