"""Teardown: stacks are deleted in reverse, and what holds data stays unless it is named."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from infra_cfn.deploy import STACKS, STATEFUL, stack_name
from infra_cfn.stack import DeployError, find_stack, settled, stack_failures

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

# Function and hosts are in the network, and so is the database that stays.
NEEDED_BY_DATA = ("network", "groups")
SENTENCE = "delete the data of {environment}"


def destroy(
    client: "CloudFormationClient",
    environment: str,
    *,
    data: str = "",
    tell: Callable[[str], object] = lambda sentence: None,
) -> Sequence[str]:
    """Delete an environment's stacks and return their names; safe to run again.

    `data` must be the very SENTENCE for the stacks that hold data to go too. Even then a last
    snapshot of the database stays, and so do buckets and user pool, which their templates retain.

    Raises:
        DeployError: the sentence is another one, or CloudFormation could not delete a stack.
    """
    sentence = SENTENCE.format(environment=environment)
    if data and data != sentence:
        raise DeployError(f'To delete data as well, say exactly "{sentence}".')
    kept = () if data else (*NEEDED_BY_DATA, *STATEFUL)
    deleted = []
    for name in reversed(STACKS):
        stack = stack_name(environment, name)
        if find_stack(client, stack) is None:
            continue
        if name in kept:
            tell(f"Stack {stack} stays: the data is in it, or needs it.")
            continue
        _delete(client, stack, protected=name in STATEFUL)
        deleted.append(stack)
        tell(f"Stack {stack} is deleted.")
    return deleted


def _delete(client: "CloudFormationClient", stack: str, *, protected: bool) -> None:
    if protected:
        client.update_termination_protection(StackName=stack, EnableTerminationProtection=False)
    client.delete_stack(StackName=stack)
    left = settled(client, stack)
    if left is not None and left["StackStatus"] != "DELETE_COMPLETE":
        reasons = "; ".join(stack_failures(client, stack)) or "no reason was given"
        raise DeployError(f"Stack {stack} could not be deleted: {reasons}.")
