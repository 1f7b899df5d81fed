"""CloudFormation's functions, as it evaluates them in our templates."""

import base64
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from itertools import islice
from typing import Any

from infra_cfn.wiring.resource import REGION

NOTHING = object()  # AWS::NoValue: whoever holds it lets go of it
REFERENCE = re.compile(r"\$\{(!?)([\w:.]+)\}")


class UnknownFunctionError(Exception):
    """A template uses a function that is not known here."""


class Evaluator:
    """Evaluates values of one template."""

    def __init__(
        self,
        refer: Callable[[str], Any],
        conditions: Mapping[str, Any],
        mappings: Mapping[str, Any] | None = None,
    ) -> None:
        """Evaluate with a function that answers both `Name` and `Name.Attribute`."""
        self._refer = refer
        self._conditions = conditions
        self._mappings = mappings or {}

    def value(self, given: Any) -> Any:
        """Return a value with every function in it evaluated."""
        if isinstance(given, list):
            return [v for v in map(self.value, given) if v is not NOTHING]
        if not isinstance(given, dict):
            return given
        if len(given) == 1:
            [(name, argument)] = given.items()
            function = name.removeprefix("!").removeprefix("Fn::")
            if function != name or name in ("Ref", "Condition"):
                return self._call(function, argument)
        found = {name: self.value(value) for name, value in given.items()}
        return {name: value for name, value in found.items() if value is not NOTHING}

    def holds(self, condition: str) -> bool:
        """Return whether a named condition holds."""
        return bool(self.value(self._conditions[condition]))

    def _call(self, function: str, argument: Any) -> Any:
        if function == "If":  # the way not taken may ask for what is not there
            name, then, otherwise = argument
            return self.value(then if self.holds(name) else otherwise)
        if function == "Condition":
            return self.holds(argument) if isinstance(argument, str) else self._plain(argument)
        if function == "Sub":
            return self._substituted(argument)
        if function == "GetAtt":
            return self._refer(argument if isinstance(argument, str) else ".".join(argument))
        if function == "Ref":
            return self._refer(argument)
        known = FUNCTIONS.get(function)
        if function == "FindInMap":
            first, second, third = self.value(argument)
            return self._mappings[first][second][third]
        if known is None:
            raise UnknownFunctionError(f"Fn::{function} is not known.")
        return known(self.value(argument))

    def _plain(self, argument: Any) -> dict[str, Any]:
        # A policy's Condition is a key like others.
        return {"Condition": self.value(argument)}

    def _substituted(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument
        values = {name: self.value(value) for name, value in own.items()}

        def filled(found: re.Match[str]) -> str:
            literal, name = found.groups()
            if literal:
                return f"${{{name}}}"
            return str(values[name] if name in values else self._refer(name))

        return re.sub(r"\$\{(!?)([^}]+)\}", filled, text)


def _cut(argument: list[Any]) -> list[str]:
    block, count, host_bits = argument
    parts = ip_network(block).subnets(new_prefix=32 - int(host_bits))
    return [str(part) for part in islice(parts, int(count))]


FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "And": all,
    "Base64": lambda text: base64.b64encode(str(text).encode()).decode(),
    "Cidr": _cut,
    "Equals": lambda pair: str(pair[0]) == str(pair[1]),
    "GetAZs": lambda region: [f"{region or REGION}{zone}" for zone in "abc"],
    "Join": lambda pair: pair[0].join(map(str, pair[1])),
    "Not": lambda one: not one[0],
    "Or": any,
    "Select": lambda pair: pair[1][int(pair[0])],
    "Split": lambda pair: pair[1].split(pair[0]),
}


def expanded(resources: Mapping[str, Any]) -> dict[str, Any]:
    """Return resources with each Fn::ForEach written out."""
    found: dict[str, Any] = {}
    for name, declared in resources.items():
        if not name.startswith("Fn::ForEach::"):
            found[name] = declared
            continue
        variable, values, body = declared
        for value in values:
            found |= expanded(_with(body, variable, value))
    return found


def _with(body: Any, variable: str, value: str) -> Any:
    if isinstance(body, str):
        return body.replace(f"${{{variable}}}", value).replace(f"&{{{variable}}}", value)
    if isinstance(body, list):
        return [_with(part, variable, value) for part in body]
    if isinstance(body, dict):
        if body in ({"!Ref": variable}, {"Ref": variable}):
            return value
        return {_with(k, variable, value): _with(v, variable, value) for k, v in body.items()}
    return body
