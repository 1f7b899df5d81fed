"""Mistakes: an edit of templates that must not go unseen."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Templates = dict[str, dict[str, Any]]  # by stack
Edit = Callable[[Templates], None]


@dataclass(frozen=True)
class Mistake:
    """Something that somebody could do to the templates."""

    name: str
    edit: Edit

    def made(self, templates: Templates) -> Templates:
        """Return the templates with the mistake in them."""
        mistaken = copy.deepcopy(templates)
        self.edit(mistaken)
        assert mistaken != templates, self.name
        return mistaken


def put(path: str, value: Any) -> Edit:
    """Set what is at `stack/Resource/key/0/key`; keys are of Properties, unless after `..`."""

    def edit(templates: Templates) -> None:
        holder, key = _reached(templates, path)
        holder[key] = value

    return edit


def drop(path: str) -> Edit:
    """Take away what is there."""

    def edit(templates: Templates) -> None:
        holder, key = _reached(templates, path)
        del holder[key]

    return edit


def without(path: str) -> Edit:
    """Take a resource away from `stack/Resource`."""
    stack, name = path.split("/")

    def edit(templates: Templates) -> None:
        del templates[stack]["Resources"][name]

    return edit


def added(stack: str, kind: str, **properties: Any) -> Edit:
    """Add a resource."""

    def edit(templates: Templates) -> None:
        templates[stack]["Resources"]["Added"] = {"Type": kind, "Properties": properties}

    return edit


def replaced(stack: str, old: str, new: str) -> Edit:
    """Write another text wherever this one is in a template."""

    def edit(templates: Templates) -> None:
        templates[stack] = _rewritten(templates[stack], old, new)

    return edit


def allows(path: str, statement: dict[str, Any]) -> Edit:
    """Add a statement to the policy that is at a path."""

    def edit(templates: Templates) -> None:
        holder, key = _reached(templates, path)
        holder[key]["Statement"].append({"Effect": "Allow", **statement})

    return edit


def _reached(templates: Templates, path: str) -> tuple[Any, Any]:
    stack, name, *keys = path.split("/")
    holder: Any = templates[stack]["Resources"][name]
    if keys[0] == "..":
        keys = keys[1:]
    else:
        holder = holder.setdefault("Properties", {})
    for key in keys[:-1]:
        holder = holder[int(key) if isinstance(holder, list) else key]
    last = keys[-1]
    return holder, int(last) if isinstance(holder, list) else last


def _rewritten(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_rewritten(part, old, new) for part in value]
    if isinstance(value, dict):
        return {_rewritten(k, old, new): _rewritten(v, old, new) for k, v in value.items()}
    return value
