"""One stack: brought to what its template says by a change set."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra_cfn.deploying.changes import Change, planned_changes

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

UNCHANGED = ("didn't contain changes", "No updates are to be performed")
# The first creation failed and was rolled back: such a stack can only be deleted.
UNUSABLE = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED")
# Given a stack's name and what would happen to it, says why not; None is consent.
Agree = Callable[[str, Sequence[Change]], str | None]


class DeployError(Exception):
    """A stack could not be deployed; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a stack is to be."""

    stack: str  # its whole name
    body: str
    parameters: Mapping[str, str]
    tags: Mapping[str, str]


def find_stack(client: "CloudFormationClient", stack: str) -> "StackTypeDef | None":
    """Return what there is of a stack; None when there is none."""
    try:
        return client.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise DeployError(f"Stack {stack} cannot be looked at: {_sentence(error)}") from error


def stack_outputs(found: "StackTypeDef | None") -> dict[str, str]:
    """Return a stack's outputs by name; empty when there is no stack."""
    outputs = found.get("Outputs", []) if found else []
    return {output["OutputKey"]: output["OutputValue"] for output in outputs}


def bring_up_to_date(
    client: "CloudFormationClient",
    wanted: Blueprint,
    agree: Agree = lambda stack, changes: None,
) -> bool:
    """Make the stack what its template says; False when it already was.

    Raises:
        DeployError: CloudFormation refused, or rolled the change back, or nobody agreed.
    """
    kind = _prepare(client, wanted.stack)
    try:
        change_set = _create_change_set(client, wanted, kind)
    except ClientError as error:
        raise DeployError(f"Stack {wanted.stack} was refused: {_sentence(error)}") from error
    if change_set is None:
        return False
    if objection := agree(wanted.stack, planned_changes(client, change_set)):
        _discard(client, wanted.stack, change_set, kind)
        raise DeployError(f"Stack {wanted.stack} stays as it is: {objection}.")
    client.execute_change_set(ChangeSetName=change_set)
    found = settled(client, wanted.stack)
    status = found["StackStatus"] if found else "DELETE_COMPLETE"
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        reasons = "; ".join(stack_failures(client, wanted.stack)) or "no reason was given"
        raise DeployError(f"Stack {wanted.stack} ended as {status}: {reasons}.")
    return True


def _prepare(client: "CloudFormationClient", stack: str) -> str:
    found = find_stack(client, stack)
    status = found["StackStatus"] if found else None
    if status in UNUSABLE:
        client.delete_stack(StackName=stack)
        settled(client, stack)
        return "CREATE"
    if status is None or status == "REVIEW_IN_PROGRESS":
        return "CREATE"
    if status.endswith("IN_PROGRESS"):
        raise DeployError(f"Stack {stack} is being changed by somebody else ({status}).")
    return "UPDATE"


def _create_change_set(client: "CloudFormationClient", wanted: Blueprint, kind: str) -> str | None:
    change_set = client.create_change_set(
        StackName=wanted.stack,
        ChangeSetName=f"deploy-{uuid.uuid4().hex[:12]}",
        ChangeSetType="CREATE" if kind == "CREATE" else "UPDATE",
        TemplateBody=wanted.body,
        Parameters=[
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in wanted.parameters.items()
        ],
        Tags=[{"Key": name, "Value": value} for name, value in wanted.tags.items()],
        # Roles with names, and Fn::ForEach.
        Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    )["Id"]
    for _ in _pauses():
        seen = client.describe_change_set(ChangeSetName=change_set)
        if seen["Status"] == "CREATE_COMPLETE":
            return change_set
        if seen["Status"] == "FAILED":
            break
    client.delete_change_set(ChangeSetName=change_set)
    reason = seen.get("StatusReason", "no reason was given")
    if any(words in reason for words in UNCHANGED):
        return None
    raise DeployError(f"Stack {wanted.stack} was refused: {reason}")


def _discard(client: "CloudFormationClient", stack: str, change_set: str, kind: str) -> None:
    client.delete_change_set(ChangeSetName=change_set)
    # Asking for the first change set made an empty stack, whose name would stay taken.
    if kind == "CREATE":
        client.delete_stack(StackName=stack)


def settled(client: "CloudFormationClient", stack: str) -> "StackTypeDef | None":
    """Return the stack once nothing is being done to it any more; None when it is gone."""
    for _ in _pauses():
        found = find_stack(client, stack)
        if found is None or not found["StackStatus"].endswith("IN_PROGRESS"):
            return found
    raise AssertionError("pauses never end")


def stack_failures(client: "CloudFormationClient", stack: str) -> list[str]:
    """Return what went wrong with a stack's resources, oldest first."""
    events = client.describe_stack_events(StackName=stack)["StackEvents"]
    return [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'unknown')}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("FAILED")
        and "cancelled" not in event.get("ResourceStatusReason", "")
    ]


def _sentence(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Message", str(error))


def _pauses() -> Iterator[None]:
    # At once, then ever more rarely: the stand-in is done in milliseconds, RDS in minutes.
    seconds = 0.02
    while True:
        yield
        time.sleep(seconds)
        seconds = min(seconds * 1.5, 5.0)
