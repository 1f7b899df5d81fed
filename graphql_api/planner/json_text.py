"""JSON as SQL text: pieces of an answer, joined by concat().

concat() of text pieces costs the server a third less than json_build_object
(docs/benchmarks.md), and only what can hold a quote passes through to_json.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, literal_column

from graphql_api.planner.plan import Codec

Piece = str | ColumnElement[Any]  # text of ours, or an expression

NULL = "null"
# JSON escapes every control character, so a raw one cannot come from data.
IMPOSSIBLE = "\x01"
_MOST_ARGUMENTS = 100  # of a PostgreSQL function
_INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def text(value: str) -> ColumnElement[str]:
    """Return our own text as an SQL literal; never called with a client's value."""
    return literal_column("'" + value.replace("'", "''") + "'", Text())


def concat(pieces: Iterable[Piece]) -> ColumnElement[str]:
    """Return one expression for all pieces, with neighbouring texts made one."""
    arguments: list[ColumnElement[Any]] = []
    for is_text, group in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        neighbours: list[Any] = list(group)
        arguments.extend([text("".join(neighbours))] if is_text else neighbours)
    while len(arguments) > _MOST_ARGUMENTS:
        heads = range(0, len(arguments), _MOST_ARGUMENTS)
        arguments = [func.concat(*arguments[i : i + _MOST_ARGUMENTS]) for i in heads]
    if len(arguments) == 1 and all(isinstance(p, str) for p in pieces):
        return arguments[0]
    return func.concat(*arguments)


def value(expression: ColumnElement[Any], codec: Codec, nullable: bool) -> list[Piece]:
    """Return the pieces that write one value as JSON."""
    if codec is Codec.BOOLEAN:
        return [case((expression.is_(None), NULL_TEXT), (expression, TRUE), else_=FALSE)]
    if codec in (Codec.TEXT, Codec.NUMBER):
        shown = cast(func.to_json(expression), Text) if codec is Codec.TEXT else expression
        return [func.coalesce(cast(shown, Text), NULL_TEXT) if nullable else shown]
    shown = _quotable(expression, codec)
    if not nullable:
        return ['"', shown, '"']
    return [func.coalesce(text('"').concat(cast(shown, Text)).concat(text('"')), NULL_TEXT)]


def _quotable(expression: ColumnElement[Any], codec: Codec) -> ColumnElement[Any]:
    if codec is Codec.INSTANT:
        return func.to_char(func.timezone(text("UTC"), expression), text(_INSTANT))
    return func.upper(expression) if codec is Codec.ENUM else expression


NULL_TEXT = text(NULL)
IMPOSSIBLE_TEXT: ColumnElement[str] = literal_column("chr(1)", Text())
TRUE = text("true")
FALSE = text("false")
