"""Deploy the stacks in order, each given what those before it made."""

import argparse
import json
import sys
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra_cfn.stack import (
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
STACKS = ("network", "data", "storage", "identity", "events", "batch", "api")
# What they hold cannot be made again, so production refuses to delete them.
STATEFUL = ("data", "storage", "identity")
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
) -> Deployment:
    """Bring the chosen stacks up to date and return all outputs.

    A parameter takes, in this order: what is given, an output of that name of an
    earlier stack, the template's default. Safe to run again.

    Raises:
        DeployError: a parameter has no value, or CloudFormation refused.
    """
    if environment == "local" and _on_aws(client):
        raise DeployError("The local stacks belong into a stand-in: give its --endpoint.")
    given = {"Environment": environment, **(parameters or {})}
    chosen = set(stacks)
    outputs: dict[str, str] = {}
    changed = False
    for name in STACKS:
        stack = f"student-cloud-{environment}-{name}"
        if name in chosen:
            template = _fill(client, name, stack, {**outputs, **given}, environment)
            news = bring_up_to_date(client, template)
            tell(f"Stack {stack} {'is deployed' if news else 'had no changes'}.")
            changed |= news
            _protect(client, name, stack, environment)
        outputs |= stack_outputs(find_stack(client, stack))
    return Deployment(outputs, changed)


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
    base = known["TokenIssuer"] if _on_aws(client) else pool
    # An address we made ourselves, of https or of the stand-in on loopback.
    with urllib.request.urlopen(f"{base}/.well-known/jwks.json", timeout=10) as answer:  # noqa: S310
        keys: dict[str, Any] = json.load(answer)
    return json.dumps(keys, separators=(",", ":"))


def _on_aws(client: "CloudFormationClient") -> bool:
    return ".amazonaws.com" in client.meta.endpoint_url


def _protect(client: "CloudFormationClient", name: str, stack: str, environment: str) -> None:
    if environment == "production" and name in STATEFUL:
        client.update_termination_protection(StackName=stack, EnableTerminationProtection=True)


def main() -> int:
    """Deploy as the command line says; 1 and a sentence when it cannot be done."""
    options = _options().parse_args()
    try:
        deployment = deploy(
            boto3.client("cloudformation", endpoint_url=options.endpoint),
            options.environment,
            stacks=options.stacks,
            parameters=dict(options.parameter),
            tell=lambda sentence: sys.stderr.write(f"{sentence}\n"),
        )
    except (DeployError, ClientError, BotoCoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(deployment.outputs, indent=2) + "\n")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deploy", description=__doc__)
    add = parser.add_argument
    add("--environment", required=True, choices=("local", "development", "production"))
    add("--endpoint", help="where the AWS API answers; AWS itself when not given")
    add(
        "--stacks",
        nargs="+",
        choices=STACKS,
        default=STACKS,
        metavar="STACK",
        help=f"of {', '.join(STACKS)}; all when not given",
    )
    add(
        "--parameter",
        action="append",
        default=[],
        type=_assignment,
        metavar="NAME=VALUE",
        help="a template's parameter; may be repeated; others take their defaults",
    )
    return parser


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


if __name__ == "__main__":
    sys.exit(main())
