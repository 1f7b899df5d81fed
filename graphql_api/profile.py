"""Profiles: what is open to who explores, and closed to programs that know their queries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What an installation answers beyond queries and mutations by POST."""

    introspection: bool
    queries_by_get: bool
    suggestions: bool  # "did you mean", which tells names to who guesses
    most_operations: int  # in a document; a page for exploring sends the whole tab


PRODUCTION = Profile(
    introspection=False, queries_by_get=False, suggestions=False, most_operations=1
)
EXPLORER = Profile(introspection=True, queries_by_get=True, suggestions=True, most_operations=20)
_PROFILES = {"production": PRODUCTION, "explorer": EXPLORER}


def profile_named(name: str) -> Profile:
    """Return the profile of this name.

    Raises:
        ValueError: there is none; a typing error must not open or close anything.
    """
    if name not in _PROFILES:
        raise ValueError(f"API_PROFILE must be one of: {', '.join(_PROFILES)}.")
    return _PROFILES[name]
