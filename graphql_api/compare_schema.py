"""Compare the schema with the last released one: `make schema-diff`, and part of `make lint`.

Each change is breaking, dangerous or safe. One that breaks a client must be in the changelog's
section of what is not released yet, by its name in backticks. At a release, copy
schema/api.graphql to schema/released.graphql.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graphql import (
    BreakingChange,
    DangerousChange,
    GraphQLSchema,
    build_schema,
    is_specified_scalar_type,
)
from graphql.utilities.find_schema_changes import SchemaChange, find_schema_changes

ROOT = Path(__file__).parents[1]
_NAME = re.compile(r"@\w+(?:\(\w+:\))?|\b[A-Z]\w*\.\w+(?:\(\w+:\))?")
_REASON = re.compile(
    r"Use `[^`]+`.* Goes after (20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\."
)


def changes(released: str, current: str) -> list[tuple[str, SchemaChange]]:
    """Return how one SDL differs from another, what breaks clients first."""
    found = find_schema_changes(build_schema(released), build_schema(current))
    severities = [(_severity(change), change) for change in found]
    return sorted(severities, key=lambda pair: (_ORDER.index(pair[0]), pair[1].description))


_ORDER = ("breaking", "dangerous", "safe")


def _severity(change: SchemaChange) -> str:
    if isinstance(change, BreakingChange):
        return "breaking"
    return "dangerous" if isinstance(change, DangerousChange) else "safe"


def unrecorded(found: Iterable[tuple[str, SchemaChange]], changelog: str) -> list[str]:
    """Return the changes that break clients and that the changelog does not name."""
    unreleased = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    return [
        change.description
        for severity, change in found
        if severity == "breaking" and f"`{name_of(change)}`" not in unreleased
    ]


def name_of(change: SchemaChange) -> str:
    """Return what changed: `Student.email`, `Query.students(first:)`, `Student` or `@oneOf`."""
    part = _NAME.search(change.description)
    # Of a type the first word is the name, but for the sentence that begins with "Standard".
    return part[0] if part else change.description.removeprefix("Standard scalar ").split()[0]


def bad_deprecations(schema: GraphQLSchema) -> list[str]:
    """Return what is deprecated without saying what takes its place and when it goes."""
    return [name for name, reason in _deprecations(schema) if not _REASON.fullmatch(reason)]


def _deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    for type_ in schema.type_map.values():
        if type_.name.startswith("__") or is_specified_scalar_type(type_):
            continue
        parts: dict[str, Any] = {**getattr(type_, "fields", {}), **getattr(type_, "values", {})}
        for name, part in parts.items():
            arguments = getattr(part, "args", {}).items()
            named = [(f"{name}({argument}:)", value) for argument, value in arguments]
            for own, value in [(name, part), *named]:
                if value.deprecation_reason is not None:
                    yield f"{type_.name}.{own}", value.deprecation_reason


def main() -> int:
    """Print each change; 1 if one breaks clients and the changelog does not say so."""
    released, current = (ROOT / "schema" / name for name in ("released.graphql", "api.graphql"))
    found = changes(released.read_text(), current.read_text())
    for severity, change in found:
        sys.stdout.write(f"{severity:<9} {change.description}\n")
    missing = unrecorded(found, (ROOT / "CHANGELOG.md").read_text())
    for description in missing:
        sys.stderr.write(f"Breaks clients, and CHANGELOG.md does not name it: {description}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
