"""What a change set would do to a stack, resource by resource."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ChangeTypeDef

# What these hold is not in any template: one that is replaced or removed takes it along, or
# leaves it behind where nobody looks.
STATEFUL_TYPES = (
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::KMS::Key",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
)
VERBS = {"Add": "adds", "Modify": "changes", "Remove": "removes", "Import": "takes over"}


@dataclass(frozen=True, slots=True)
class Change:
    """One resource that would not stay as it is."""

    action: str  # CloudFormation's: Add, Modify, Remove, Import or Dynamic
    name: str  # logical
    kind: str  # AWS::Service::Thing
    replacement: str = "False"  # or True, or Conditional: only known while it is done

    @property
    def loses_data(self) -> bool:
        """Return whether something that holds data may be gone afterwards."""
        replaced = self.action == "Modify" and self.replacement != "False"
        return self.kind in STATEFUL_TYPES and (replaced or self.action == "Remove")

    def __str__(self) -> str:
        """Return a line for whoever confirms."""
        verb = VERBS.get(self.action, "may change")
        if self.action == "Modify" and self.replacement != "False":
            verb = "REPLACES" if self.replacement == "True" else "may REPLACE"
        warning = "  <- IT HOLDS DATA" if self.loses_data else ""
        return f"  {verb} {self.name} ({self.kind}){warning}"


def planned_changes(client: "CloudFormationClient", change_set: str) -> Sequence[Change]:
    """Return what a finished change set would do; empty when only outputs or tags change."""
    pages = client.get_paginator("describe_change_set").paginate(ChangeSetName=change_set)
    return [_change(found) for page in pages for found in page.get("Changes", [])]


def _change(found: "ChangeTypeDef") -> Change:
    resource = found["ResourceChange"]
    return Change(
        resource.get("Action", "Dynamic"),
        resource["LogicalResourceId"],
        resource.get("ResourceType", "unknown"),
        resource.get("Replacement", "False"),
    )
