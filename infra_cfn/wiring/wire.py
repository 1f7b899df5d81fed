"""All stacks, each given what those before it would have made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra_cfn.deploy import STACKS
from infra_cfn.template import read_template
from infra_cfn.wiring.intrinsics import NOTHING, Evaluator, expanded
from infra_cfn.wiring.resource import ACCOUNT, PARTITION, REGION, SUFFIX, Resource

TEMPLATES = Path(__file__).parents[1]
Templates = Mapping[str, Mapping[str, Any]]  # by stack


def read_templates() -> dict[str, dict[str, Any]]:
    """Return every stack's template, in the order of deploying."""
    return {stack: read_template((TEMPLATES / f"{stack}.yaml").read_text()) for stack in STACKS}


def wire(
    environment: str,
    given: Mapping[str, str] | None = None,
    templates: Templates | None = None,
) -> list[Resource]:
    """Return all resources of an environment as CloudFormation would make them.

    A parameter takes what is given, an earlier stack's output, its default, or else a word
    that says what it is.
    """
    known = {"Environment": environment, **(given or {})}
    resources: list[Resource] = []
    for stack, template in (templates or read_templates()).items():
        made = _Stack(f"student-cloud-{environment}-{stack}", template, known)
        resources += made.resources()
        known = {**made.outputs(), **known}
    return resources


class _Stack:
    def __init__(self, name: str, template: Mapping[str, Any], known: Mapping[str, str]) -> None:
        self._name = name
        self._template = template
        self._known = known
        self._declared = expanded(template["Resources"])
        self._made: dict[str, Resource] = {}
        self._evaluator = Evaluator(
            self._refer, template.get("Conditions", {}), template.get("Mappings")
        )

    def resources(self) -> list[Resource]:
        return [self._resource(name) for name in self._declared if self._exists(name)]

    def outputs(self) -> dict[str, str]:
        return {
            name: str(self._evaluator.value(declared["Value"]))
            for name, declared in self._template.get("Outputs", {}).items()
            if "Condition" not in declared or self._evaluator.holds(declared["Condition"])
        }

    def _exists(self, name: str) -> bool:
        condition = self._declared[name].get("Condition")
        return condition is None or self._evaluator.holds(condition)

    def _resource(self, name: str) -> Resource:
        if name not in self._made:
            declared = self._declared[name]
            # First by what it is called, so that those who name each other find an end.
            named = {
                key: self._evaluator.value(value)
                for key, value in declared.get("Properties", {}).items()
                if key.endswith(("Name", "Identifier"))
            }
            self._made[name] = Resource(self._name, name, declared["Type"], named)
            whole = self._evaluator.value(declared.get("Properties", {}))
            self._made[name] = Resource(self._name, name, declared["Type"], whole)
        return self._made[name]

    def _refer(self, path: str) -> Any:
        name, dot, attribute = path.partition(".")
        if name in self._declared:
            resource = self._resource(name)
            return resource.attribute(attribute) if dot else resource.reference
        return self._pseudo(path) if path.startswith("AWS::") else self._parameter(path)

    def _pseudo(self, name: str) -> Any:
        return {
            "AWS::AccountId": ACCOUNT,
            "AWS::NoValue": NOTHING,
            "AWS::Partition": PARTITION,
            "AWS::Region": REGION,
            "AWS::StackName": self._name,
            "AWS::URLSuffix": SUFFIX,
        }[name]

    def _parameter(self, name: str) -> Any:
        declared = self._template["Parameters"][name]
        value = self._known.get(name, declared.get("Default", f"given-{name}"))
        many = declared["Type"].startswith(("List<", "CommaDelimitedList"))
        return str(value).split(",") if many else value
