"""What the templates would make of an environment, to be looked at by controls."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra_cfn.deploy import STACKS, TEMPLATES
from infra_cfn.deploying.parameter_file import read_parameters
from infra_cfn.template import read_template
from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.wire import wire

# What no template and no file says; an ARN is one to those who look for its six parts.
GIVEN = {
    "MasterSecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:master-a1",
    "S3PrefixListId": "pl-6da54004",
    "BalancerCertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/a1",
    "BalancerDomain": "hosts.school.example",
}
FILES = [TEMPLATES / f"{name}.yaml" for name in ("account", *STACKS)]


def read_all() -> dict[str, dict[str, Any]]:
    """Return every template by name, in the order of deploying."""
    return {path.stem: read_template(path.read_text()) for path in FILES}


@cache
def parameters_of(environment: str) -> Mapping[str, str]:
    """Return what an environment's file gives, and what no file can."""
    return {**GIVEN, **read_parameters(environment, FILES)}


class Estate:
    """All resources of one environment, with the parameters of its file."""

    def __init__(self, environment: str, templates: Mapping[str, Mapping[str, Any]]) -> None:
        self.environment = environment
        self.templates = templates
        self.parameters = parameters_of(environment)
        self.resources = wire(environment, self.parameters, templates)

    def of(self, *kinds: str) -> list[Resource]:
        """Return the resources of these types."""
        return [resource for resource in self.resources if resource.kind in kinds]

    def declared(self, resource: Resource) -> Mapping[str, Any]:
        """Return a resource as its template has it: with policies of deletion, and dependencies."""
        template = resource.stack.removeprefix(f"student-cloud-{self.environment}-")
        resources = self.templates[template]["Resources"]
        found: Mapping[str, Any] = resources.get(resource.logical_id, {})
        return found


@dataclass(frozen=True)
class Control:
    """Something that must be so; `broken` names what it is not so for."""

    area: str
    name: str
    broken: Callable[[Estate], Iterable[str]]
    everywhere: bool  # or in production alone

    def failures(self, estate: Estate) -> list[str]:
        """Return the names of what breaks it; a template it cannot read breaks it as well."""
        try:
            return list(self.broken(estate))
        except (KeyError, IndexError, TypeError, StopIteration, ValueError) as error:
            return [f"{self.name} could not look: {error!r}"]


CONTROLS: list[Control] = []
Check = Callable[[Estate], Iterable[str]]


def control(area: str, *, everywhere: bool = True) -> Callable[[Check], Check]:
    """Register a function that yields what breaks the control that it is named after."""

    def register(check: Check) -> Check:
        CONTROLS.append(Control(area, check.__name__, check, everywhere))
        return check

    return register


def properties_like(kind: str, area: str, name: str, path: str, *wanted: Any) -> None:
    """Register: a property of every resource of a type has one of these values."""

    def broken(estate: Estate) -> Iterator[str]:
        resources = estate.of(kind)
        if not resources:
            yield f"there is no {kind}"
        for resource in resources:
            if reach(resource.properties, path) not in wanted:
                yield f"{resource.stack}.{resource.logical_id}"

    CONTROLS.append(Control(area, name, broken, everywhere=True))


def reach(value: Any, path: str) -> Any:
    """Return what is at a path of keys, `a/0/b`; None when something of it is not there."""
    for key in path.split("/"):
        if isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value


def text(value: Any) -> str:
    """Return a value as one text, to look for words in."""
    return json.dumps(value, default=str)
