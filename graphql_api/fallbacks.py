"""Fallbacks: queries that one statement does not answer, and how often that happens."""

from enum import Enum

from runtime import metrics


class Fallback(Enum):
    """Why graphql-core answers a query."""

    PYTHON = "a field is answered by Python"
    BAD_ARGUMENT = "an argument asks for the impossible"
    IMPOSSIBLE_NULL = "a value that cannot be null is"
    INTROSPECTION = "the schema is asked for"


def count_fallback(fallback: Fallback, operation: str) -> None:
    """Count a query that graphql-core answers; to ask for the schema is none of the records'."""
    if fallback is not Fallback.INTROSPECTION:
        metrics.count("Fallbacks", "graphql-api", operation=operation, reason=fallback.name.lower())
