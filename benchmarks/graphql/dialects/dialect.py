"""A dialect: the documents of one shape of API, and the way from its answers to comparable ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

DOCUMENTS = Path(__file__).parents[1] / "documents"

# What the APIs write differently and mean alike.
_DECIMALS = frozenset({"credits", "score", "points", "averageScore"})
_ENUMS = frozenset({"status", "state", "kind"})
# Each API has cursors of its own.
_LEFT_OUT = frozenset({"endCursor"})


def unchanged(_operation: str, value: Any) -> Any:
    """Return what is right as it is."""
    return value


def end_cursor(data: Mapping[str, Any]) -> str:
    """Return where the next page of students begins."""
    return str(data["students"]["pageInfo"]["endCursor"])


@dataclass(frozen=True, slots=True)
class Dialect:
    """One shape of API; the project's own has nothing to translate."""

    folder: str  # of documents
    variables: Callable[[str, Any], Any] = unchanged
    answer: Callable[[str, Any], Any] = unchanged
    cursor: Callable[[Mapping[str, Any]], str] = end_cursor

    def asks(self, operation: str) -> bool:
        """Say whether this kind of API can be asked an operation at all."""
        return (DOCUMENTS / self.folder / f"{operation}.graphql").exists()

    def document(self, operation: str) -> str:
        """Return the document of an operation, for this kind of API."""
        return (DOCUMENTS / self.folder / f"{operation}.graphql").read_text()

    def comparable(self, operation: str, data: Any) -> Any:
        """Return an answer as all subjects should have given it."""
        return _normal("", self.answer(operation, data))


def _normal(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        members = {k: _normal(k, v) for k, v in value.items() if k not in _LEFT_OUT}
        # A page of which only the cursor was asked.
        return {k: v for k, v in members.items() if v != {}}
    if isinstance(value, list):
        return [_normal(key, item) for item in value]
    if key in _DECIMALS and value is not None:
        return Decimal(str(value))
    return value.upper() if key in _ENUMS and isinstance(value, str) else value


API = Dialect("api")
