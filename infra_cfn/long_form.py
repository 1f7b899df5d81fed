"""Templates with functions in their long form, which JSON has and every tool reads."""

from typing import Any

BARE = ("Ref", "Condition")  # the two without `Fn::`


def long_form(value: Any) -> Any:
    """Return a value of `read_template` with {"!Sub": x} written {"Fn::Sub": x}."""
    if isinstance(value, list):
        return [long_form(part) for part in value]
    if not isinstance(value, dict):
        return value
    return dict(_entry(key, part) for key, part in value.items())


def _entry(key: str, value: Any) -> tuple[str, Any]:
    if not key.startswith("!"):
        return key, long_form(value)
    name = key.removeprefix("!")
    if name == "GetAtt" and isinstance(value, str):
        return "Fn::GetAtt", value.split(".", 1)
    return name if name in BARE else f"Fn::{name}", long_form(value)
