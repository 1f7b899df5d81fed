"""Global ids: a type's name and a key in one text, such as student_123."""

import re

_GLOBAL_ID = re.compile(r"([a-z]+(?:_[a-z]+)*)_([1-9][0-9]{0,18})")
_LARGEST_KEY = 2**63 - 1


def prefix_of(type_name: str) -> str:
    """Return the prefix of a GraphQL type's ids: ImportJob → import_job."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type_name).lower()


def split(global_id: str) -> tuple[str, int] | None:
    """Return prefix and key; None means that no row can have this id."""
    match = _GLOBAL_ID.fullmatch(global_id)
    if match is None or int(match[2]) > _LARGEST_KEY:
        return None
    return match[1], int(match[2])


def key_of(type_name: str, global_id: str) -> int | None:
    """Return the key that an id of this type names; None means that it names no row."""
    parts = split(global_id)
    return parts[1] if parts and parts[0] == prefix_of(type_name) else None
