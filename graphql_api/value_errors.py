"""Errors of values: where in a request one cannot be used and why, without the value.

What a client sends is a student's data: it stays out of answers and logs. A
message of graphql-core ends with the value; what is kept of it stands before,
or is a name of the schema.
"""

import re
from collections.abc import Iterable
from typing import Any

from graphql import (
    SKIP,
    ASTValidationRule,
    GraphQLError,
    GraphQLInputType,
    GraphQLSyntaxError,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VariableDefinitionNode,
)
from graphql.utilities import validate_input_literal

# Each is held against the beginning of a message, before any value can stand.
_VARIABLE = re.compile(r"Variable '\$\w+' has invalid (?:default )?value(?: at ([\w.\[\]]+))?: ")
_REASONS = (
    # What our own scalars say; what Python says in those of graphql-core is not for clients.
    (
        re.compile(
            r"Expected value of type '(?!(?:Int|Float|String|ID|Boolean)\b)[^']+',"
            r" but encountered error '(.+?)'; found: "
        ),
        "{}",
    ),
    (
        re.compile(r"Expected (?:a )?value of non-null type '([^']+)'"),
        "A value of type {} is needed here.",
    ),
    (
        re.compile(r"Expected value of type '[^']+' to include required field '(\w+)'"),
        "It lacks `{}`.",
    ),
    (
        re.compile(r"Expected value of type '([^']+)' not to include unknown field"),
        "It has a field that {} does not know.",
    ),
    (
        re.compile(r"Within OneOf Input Object type '([^']+)'"),
        "Exactly one field of {} must be given, and not null.",
    ),
    (re.compile(r"Expected value of type '([^']+)'"), "It does not fit the type {}."),
    (re.compile(r"Enum '(\w+)' cannot represent"), "It must be one of the values of {}."),
    (
        re.compile(r"Value .*? does not exist in '(\w+)' enum\.\Z", re.DOTALL),
        "It must be one of the values of {}.",
    ),
    (re.compile(r"(\w+) cannot represent"), "It does not fit the type {}."),
    (re.compile(r"Variable values are nested too deeply"), "It is nested too deeply."),
)
_EXPECTED = re.compile(r"(Expected .{1,20}?), found (\w+|<EOF>)?")


def of_variable(error: GraphQLError) -> GraphQLError:
    """Return an error of coercing a variable as clients may see it."""
    node = error.nodes[0] if error.nodes else None
    known = isinstance(node, VariableDefinitionNode)
    what = f"Variable `${node.variable.name.value}`" if known else "A variable"  # type: ignore[union-attr]
    place = _VARIABLE.match(error.message)
    where = f" at `{place[1].lstrip('.')}`" if place and place[1] else ""
    message = error.message[place.end() if place else 0 :]
    return _refusal(f"{what} cannot be used{where}.", message, error.nodes)


def of_syntax(error: GraphQLSyntaxError) -> GraphQLError:
    """Return a syntax error as clients may see it: a word there may be half of a value."""
    expected = _EXPECTED.match(error.description)
    if expected:
        said = f"{expected[1]}, found {expected[2] or 'something else'}"
    else:
        said = (
            re.split("['\":]", error.description)[0].strip().removesuffix(" but got").rstrip(".,")
        )
    positions = error.positions
    code = {"code": "BAD_REQUEST"}
    return GraphQLError(
        f"Syntax error: {said}.", source=error.source, positions=positions, extensions=code
    )


class LiteralsRule(ValuesOfCorrectTypeRule):
    """Holds the values that a document writes out against their types."""

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> Any:
        """Report what does not fit, without saying what it is."""

        def report(error: GraphQLError, path: Iterable[str | int]) -> None:
            place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
            where = f" at `{place.lstrip('.')}`" if place else ""
            what = f"This value cannot be used{where}."
            self.report_error(_refusal(what, error.message, error.nodes))

        if input_type:
            validate_input_literal(node, input_type, report, hide_suggestions=True)
        return SKIP  # what is inside has been read


def without_values(rules: Iterable[type[ASTValidationRule]]) -> list[type[ASTValidationRule]]:
    """Return validation rules of which none repeats a value."""
    return [LiteralsRule if rule is ValuesOfCorrectTypeRule else rule for rule in rules]


def _refusal(what: str, message: str, nodes: Any) -> GraphQLError:
    return GraphQLError(
        f"{what} {_reason(message)}", nodes=nodes, extensions={"code": "BAD_USER_INPUT"}
    )


def _reason(message: str) -> str:
    for pattern, sentence in _REASONS:
        match = pattern.match(message)
        if match:
            return sentence.format(*match.groups())
    return "It does not fit its type."
