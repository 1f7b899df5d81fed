"""What the templates grant: to each role, and by each resource's own policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra_cfn.wiring.resource import ACCOUNT, REGION, Resource
from infra_cfn.wiring.wire import Templates, read_templates, wire
from tests.least_privilege.simulate import Request, allows

MASTER_SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds!db-master"  # RDS names it
ENVIRONMENT = "local"  # that of the tests, for the names of queues and buckets
Statement = dict[str, Any]


@dataclass(frozen=True)
class Granted:
    """All policies of an environment, of which every function and host has one role."""

    roles: dict[str, list[Statement]]  # by stack and logical id: batch.HostRole
    resources: dict[str, list[Statement]]  # by ARN: what buckets and queues say for themselves
    made: list[Resource]

    def allows(self, role: str, request: Request) -> bool:
        """Return whether a role's policies and those of what it asks for allow a request."""
        return allows(request, self.roles[role], self.policies_of(request.resource))

    def policies_of(self, resource: str) -> list[Statement]:
        """Return what a bucket or queue says for itself; nothing if it is neither."""
        for arn, statements in self.resources.items():
            if resource == arn or resource.startswith(f"{arn}/"):
                return statements
        return []


@cache
def granted() -> Granted:
    """Return what the templates grant, with every name in it evaluated."""
    return granted_by(read_templates())


def granted_by(templates: Templates) -> Granted:
    """Return what these templates grant, also to the proxy, where there is one."""
    given = {"MasterSecretArn": MASTER_SECRET}
    made = wire(ENVIRONMENT, given, templates)
    proxied = wire(ENVIRONMENT, {**given, "UseRdsProxy": "on"}, templates)
    roles = dict(_of_roles(proxied)) | dict(_of_roles(made))
    return Granted(roles, dict(_of_resources(made)), made)


def _of_roles(made: list[Resource]) -> Iterator[tuple[str, list[Statement]]]:
    for resource in made:
        if resource.kind == "AWS::IAM::Role":
            policies = resource.properties.get("Policies", [])
            yield _name(resource), [s for policy in policies for s in _statements(policy)]
        elif resource.kind == "AWS::IAM::ManagedPolicy":
            yield _name(resource), list(_statements(resource.properties))


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
