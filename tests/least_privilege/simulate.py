"""IAM in small: whether a role's policies and a resource's own allow a request."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

Context = Mapping[str, str | list[str]]
KNOWN = {"Sid", "Effect", "Action", "Resource", "Condition", "Principal"}


@dataclass(frozen=True)
class Request:
    """One thing that somebody wants to do to one resource."""

    action: str
    resource: str
    context: Context = field(default_factory=dict)


def allows(
    request: Request, identity: Iterable[dict[str, Any]], resource: Iterable[dict[str, Any]] = ()
) -> bool:
    """Return whether nothing denies a request, and the role's own policy allows it.

    Raises:
        ValueError: a statement says what is not known here, which must not pass for a no.
    """
    own = list(identity)
    # A resource's Allow is for services; in one account it would do, but none names our roles.
    others = [s for s in resource if s["Effect"] == "Deny" or s["Principal"] == "*"]
    matching = [s for s in (*own, *others) if applies(s, request)]
    effects = {statement["Effect"] for statement in matching}
    return "Deny" not in effects and "Allow" in effects


def applies(statement: Mapping[str, Any], request: Request) -> bool:
    """Return whether a statement speaks of a request."""
    if unknown := statement.keys() - KNOWN:
        raise ValueError(f"A statement has {unknown}, which the simulator does not know.")
    return (
        any(_like(request.action.lower(), a.lower()) for a in _many(statement["Action"]))
        and any(
            _like(request.resource, _filled(r, request.context))
            for r in _many(statement["Resource"])
        )
        and all(
            _holds(operator, key, _many(wanted), request.context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _holds(operator: str, key: str, wanted: list[str], context: Context) -> bool:
    given = _many(context[key]) if key in context else []
    if operator == "Null":
        return (not given) is (wanted == ["true"])
    if operator == "ForAllValues:StringEquals":
        return all(value in wanted for value in given)  # also of none: hence Null beside it
    if operator in ("StringEquals", "Bool"):
        return any(value in wanted for value in given)
    if operator in ("ArnEquals", "ArnLike", "StringLike"):
        return any(_like(value, pattern) for value in given for pattern in wanted)
    raise ValueError(f"The simulator does not know {operator}.")


def _filled(pattern: str, context: Context) -> str:
    # A variable without a value makes the pattern match nothing.
    return re.sub(r"\$\{([^}]+)\}", lambda v: str(context.get(v[1], "\0")), pattern)


def _like(value: str, pattern: str) -> bool:
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def _many(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value]
