"""Refusals: what a mutation's payload says was wrong."""

from typing import Any


def errors_of(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the code of each user error, and where in the request it lies."""
    return [(error["code"], ".".join(error["path"])) for error in payload["userErrors"]]
