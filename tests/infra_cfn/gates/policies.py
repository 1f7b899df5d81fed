"""The policies that templates make, with every function in them evaluated."""

from collections.abc import Iterable, Iterator
from typing import Any

from infra_cfn.wiring.resource import Resource

# Of these, the policy is somebody's permissions; of others, who may come near a resource.
IDENTITY = ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy")


def identity_policies(resources: Iterable[Resource]) -> dict[str, Any]:
    """Return what somebody is permitted to do, by `stack.Resource.name`."""
    return {
        f"{resource.stack}.{resource.logical_id}.{name}": document
        for resource in resources
        if resource.kind in IDENTITY
        for name, document in _documents(resource.properties)
    }


def resource_policies(resources: Iterable[Resource]) -> dict[str, Any]:
    """Return who may come near what, by `stack.Resource`; trust in roles included."""
    found: dict[str, Any] = {}
    for resource in resources:
        name = f"{resource.stack}.{resource.logical_id}"
        if resource.kind not in IDENTITY:
            for key in ("PolicyDocument", "KeyPolicy"):
                if key in resource.properties:
                    found[name] = resource.properties[key]
        elif "AssumeRolePolicyDocument" in resource.properties:
            found[name] = resource.properties["AssumeRolePolicyDocument"]
    return found


def _documents(properties: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if "PolicyDocument" in properties:
        yield "own", properties["PolicyDocument"]
    for policy in properties.get("Policies", []):
        yield policy["PolicyName"], policy["PolicyDocument"]


def statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a policy's statements."""
    given = policy["Statement"]
    return given if isinstance(given, list) else [given]
