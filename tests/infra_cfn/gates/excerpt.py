"""Of a changed template, what the change is in: a tool's time goes by a template's size."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

Template = Mapping[str, Any]
NAMED = ("Parameters", "Conditions")  # what only counts if somebody names it


def excerpt(before: Template, after: Template) -> Template:
    """Return the resources that differ and those that they name, with all that these need.

    A resource that is gone brings those that name it, as nothing else tells of it. A change of
    anything but resources is everybody's: then the template stays whole.
    """
    if {**before, "Resources": {}} != {**after, "Resources": {}}:
        return after
    old, new = before["Resources"], after["Resources"]
    differing = {name for name in new if old.get(name) != new[name]}
    gone = old.keys() - new.keys()
    resources = _with_named(differing | {name for name in new if gone & _words(new[name])}, new)
    if not resources:
        return after
    others = new.keys() - resources
    kept = {
        **after,
        "Resources": {name: new[name] for name in new if name in resources},
        "Outputs": {
            name: output
            for name, output in after.get("Outputs", {}).items()
            if not _words(output) & others
        },
    }
    return _without_unneeded(kept, after)


def _with_named(names: Iterable[str], resources: Mapping[str, Any]) -> set[str]:
    """Return the names with those that they lead to."""
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        known |= waiting
        words = set[str]().union(*(_words(resources[name]) for name in waiting))
        waiting = (words & resources.keys()) - known
    return known


def _without_unneeded(kept: dict[str, Any], whole: Template) -> Template:
    """Leave out what is only for others; what is for nobody stays, as tools tell of it."""
    for part in reversed(NAMED):  # conditions name parameters
        declared = whole.get(part, {})
        wanted = _with_named(declared.keys() & _words({**kept, part: None}), declared)
        used = _words({**whole, part: None})
        used |= set[str]().union(*(_words(value) for value in declared.values()))
        kept[part] = {
            name: value for name, value in declared.items() if name in wanted or name not in used
        }
    return {key: value for key, value in kept.items() if value}


def _words(value: Any) -> set[str]:
    # A name in a sentence counts as well, which only makes an excerpt longer than it need be.
    return set(re.findall(r"\w+(?:::\w+)*", json.dumps(value, default=str)))
