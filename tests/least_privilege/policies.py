"""What the templates grant: to each role, and by each resource's own policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.wire import wire

ENVIRONMENT = "local"  # that of the tests, for the names of queues and buckets
Statement = dict[str, Any]


@dataclass(frozen=True)
class Granted:
    """All policies of an environment, of which every function and host has one role."""

    roles: dict[str, list[Statement]]  # by stack and logical id: batch.HostRole
    resources: dict[str, list[Statement]]  # by ARN: what buckets and queues say for themselves
    made: list[Resource]


@cache
def granted() -> Granted:
    """Return what the templates grant, with every name in it evaluated."""
    made = wire(ENVIRONMENT)
    roles = {
        _name(resource): [
            s for p in resource.properties.get("Policies", []) for s in _statements(p)
        ]
        for resource in made
        if resource.kind == "AWS::IAM::Role"
    }
    policies = (r for r in made if r.kind == "AWS::IAM::ManagedPolicy")
    roles |= {_name(resource): list(_statements(resource.properties)) for resource in policies}
    return Granted(roles, dict(_of_resources(made)), made)


def policies_of(resource: str) -> list[Statement]:
    """Return what a bucket or queue says for itself; nothing if it is neither."""
    for arn, statements in granted().resources.items():
        if resource == arn or resource.startswith(f"{arn}/"):
            return statements
    return []


def _name(resource: Resource) -> str:
    return f"{resource.stack.rpartition('-')[2]}.{resource.logical_id}"


def _statements(policy: dict[str, Any]) -> Iterator[Statement]:
    found = policy["PolicyDocument"]["Statement"]
    yield from found if isinstance(found, list) else [found]


def _of_resources(made: list[Resource]) -> Iterator[tuple[str, list[Statement]]]:
    arns = {resource.reference: resource.arn for resource in made}
    for resource in made:
        given = resource.properties
        if resource.kind == "AWS::S3::BucketPolicy":
            yield arns[given["Bucket"]], list(_statements(given))
        elif resource.kind == "AWS::SQS::QueuePolicy":
            for queue in given["Queues"]:
                yield arns[queue], list(_statements(given))
