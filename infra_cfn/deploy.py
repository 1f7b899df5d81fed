"""Deploy the stacks in order, each given what those before it made."""

import json
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra_cfn.api_address import on_aws
from infra_cfn.stack import (
    Agree,
    Blueprint,
    DeployError,
    bring_up_to_date,
    find_stack,
    stack_outputs,
)
from infra_cfn.template import declared_parameters, stamp_release

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

# Each stack needs only outputs of those before it.
STACKS = (
    "code",
    "network",
    "groups",
    "data",
    "storage",
    "identity",
    "events",
    "migration",
    "batch",
    "canary",
    "api",
    "firewall",
    "observability",
    "alarms",
)
# What they hold cannot be made again, so production refuses to delete them.
STATEFUL = ("code", "data", "storage", "identity")
TEMPLATES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Deployment:
    """What came of it: every output by name, and whether anything had to be done."""

    outputs: dict[str, str]
    changed: bool


def deploy(
    client: "CloudFormationClient",
    environment: str,
    *,
    stacks: Iterable[str] = STACKS,
    parameters: Mapping[str, str] | None = None,
    tell: Callable[[str], object] = lambda sentence: None,
    agree: Agree = lambda stack, changes: None,
) -> Deployment:
    """Bring the chosen stacks up to date and return all outputs.

    A parameter takes, in this order: what is given, an output of that name of an
    earlier stack, the template's default. Safe to run again.

    Raises:
        DeployError: a parameter has no value, or CloudFormation refused, or nobody agreed.
    """
    if environment == "local" and on_aws(client.meta.endpoint_url):
        raise DeployError("The local stacks belong into a stand-in: give its --endpoint.")
    given = {"Environment": environment, **(parameters or {})}
    chosen = set(stacks)
    outputs: dict[str, str] = {}
    changed = False
    for name in STACKS:
        stack = stack_name(environment, name)
        if name in chosen:
            template = _fill(client, name, stack, {**outputs, **given}, environment)
            news = bring_up_to_date(client, template, agree)
            tell(f"Stack {stack} {'is deployed' if news else 'had no changes'}.")
            changed |= news
            _protect(client, name, stack, environment)
        outputs |= stack_outputs(find_stack(client, stack))
    return Deployment(outputs, changed)


def stack_name(environment: str, name: str) -> str:
    """Return what CloudFormation calls a stack."""
    return f"student-cloud-{environment}-{name}"


def _fill(
    client: "CloudFormationClient",
    name: str,
    stack: str,
    known: dict[str, str],
    environment: str,
) -> Blueprint:
    body = (TEMPLATES / f"{name}.yaml").read_text()
    declared = declared_parameters(body)
    if "TokenJwks" in declared and "TokenIssuer" in known:
        known.setdefault("TokenJwks", read_jwks(client, known))
    missing = [n for n, default in declared.items() if default is None and n not in known]
    if missing:
        raise DeployError(
            f"Stack {stack} needs a value for {', '.join(missing)}: deploy the stacks before"
            " it, or give --parameter NAME=VALUE."
        )
    parameters = {n: known[n] for n in declared if n in known}
    tags = {"project": "student-cloud", "environment": environment}
    return Blueprint(stack, stamp_release(body, parameters), parameters, tags)


def read_jwks(client: "CloudFormationClient", known: Mapping[str, str]) -> str:
    """Return the user pool's public keys, as JSON.

    A private function cannot fetch them, so they travel as a parameter.
    """
    pool = f"{client.meta.endpoint_url}/{known['UserPoolId']}"
    base = known["TokenIssuer"] if on_aws(client.meta.endpoint_url) else pool
    # An address we made ourselves, of https or of the stand-in on loopback.
    with urllib.request.urlopen(f"{base}/.well-known/jwks.json", timeout=10) as answer:  # noqa: S310
        keys: dict[str, Any] = json.load(answer)
    return json.dumps(keys, separators=(",", ":"))


def _protect(client: "CloudFormationClient", name: str, stack: str, environment: str) -> None:
    if environment == "production" and name in STATEFUL:
        client.update_termination_protection(StackName=stack, EnableTerminationProtection=True)
