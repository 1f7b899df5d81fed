"""Agreement: whether an answer is the reference's, key by key and in the same order."""

import json
from typing import Any

from tests.graphql_api.reference import Operation, Reference
from tests.graphql_api.reference_pages import Cursors, Place

MISTAKES = {"BAD_USER_INPUT", "BAD_REQUEST"}  # codes that lay the blame on the client


def disagreement(
    body: str, expected: dict[str, Any], reference: Reference, operation: Operation
) -> str | None:
    """Return where an answer departs from the reference's; None if nowhere.

    Which row a mistaken argument is met at is not held against anyone: that both refuse is.
    """
    found = json.loads(body, object_pairs_hook=_object)
    if _codes(expected) & MISTAKES:
        return None if _codes(found) & MISTAKES else "a mistake was not refused"
    if _codes(found) & MISTAKES:
        mistaken = reference.mistakes(operation)
        return None if mistaken else f"refused without a mistake: {found['errors']}"
    return _data(found["data"], expected["data"], reference.cursors, "data") or _errors(
        found, expected
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    assert len(made) == len(pairs), "a key comes twice"
    return made


def _codes(body: dict[str, Any]) -> set[str]:
    return {error["extensions"]["code"] for error in body.get("errors", ())}


def _errors(found: dict[str, Any], expected: dict[str, Any]) -> str | None:
    places = [
        [(error.get("path"), error["extensions"]["code"]) for error in body.get("errors", ())]
        for body in (found, expected)
    ]
    return None if places[0] == places[1] else f"errors: {places[0]}, not {places[1]}"


def _data(found: Any, expected: Any, cursors: Cursors, path: str) -> str | None:
    if isinstance(expected, Place):
        agrees = isinstance(found, str) and cursors.means(found, expected)
        return None if agrees else f"{path}: cursor {found!r}, not {expected.values}"
    if isinstance(expected, dict) and isinstance(found, dict):
        if list(found) != list(expected):
            return f"{path}: keys {list(found)}, not {list(expected)}"
        pairs = [(found[key], expected[key], f"{path}.{key}") for key in expected]
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            return f"{path}: {len(found)} items, not {len(expected)}"
        pairs = [
            (f, e, f"{path}[{i}]") for i, (f, e) in enumerate(zip(found, expected, strict=True))
        ]
    else:
        same = type(found) is type(expected) and found == expected
        return None if same else f"{path}: {found!r}, not {expected!r}"
    different = (_data(f, e, cursors, place) for f, e, place in pairs)
    return next((found for found in different if found), None)
