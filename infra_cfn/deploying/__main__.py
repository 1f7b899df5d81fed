"""`python -m infra_cfn.deploying deploy|destroy ENVIRONMENT`, which `make` calls."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra_cfn.deploy import STACKS, TEMPLATES, deploy
from infra_cfn.deploying.confirm import Confirmation, ask_terminal
from infra_cfn.deploying.destroy import SENTENCE, destroy
from infra_cfn.deploying.parameter_file import read_parameters
from infra_cfn.stack import DeployError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    _Run = Callable[[CloudFormationClient, argparse.Namespace], None]
SHORT = {"dev": "development", "prod": "production"}


def main(words: list[str] | None = None) -> int:
    """Do as the command line says; 1 and a sentence when it cannot be done.

    Credentials and region are the AWS SDK's own: variables, profile or role.
    """
    options = _parser().parse_args(words)
    try:
        options.run(boto3.client("cloudformation", endpoint_url=options.endpoint), options)
    except (DeployError, ClientError, BotoCoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _deploy(client: "CloudFormationClient", options: argparse.Namespace) -> None:
    templates = [TEMPLATES / f"{name}.yaml" for name in STACKS]
    parameters = read_parameters(options.environment, templates) | dict(options.parameter)
    agree = Confirmation(_tell, ask_terminal, yes=options.yes, losing=options.losing)
    deployment = deploy(
        client,
        options.environment,
        stacks=options.stacks,
        parameters=parameters,
        tell=_tell,
        agree=agree,
    )
    sys.stdout.write(json.dumps(deployment.outputs, indent=2) + "\n")


def _destroy(client: "CloudFormationClient", options: argparse.Namespace) -> None:
    agreed = options.yes or ask_terminal(f"Delete {options.environment}? [y/N] ").strip() == "y"
    if not agreed:
        raise DeployError("Nothing was deleted: it was not confirmed.")
    destroy(client, options.environment, data=options.data, tell=_tell)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra_cfn.deploying")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _deploy_options(_command(commands, "deploy", _deploy, "make the stacks what they should be"))
    away = _command(commands, "destroy", _destroy, "delete the stacks; data stays")
    away.add_argument("--data", default="", metavar=repr(SENTENCE), help="delete data as well")
    return parser


def _command(commands: "_Commands", name: str, run: "_Run", about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run)
    command.add_argument("environment", type=_environment, help="dev, prod or local")
    command.add_argument("--endpoint", help="where the AWS API answers; AWS itself if not given")
    command.add_argument("--yes", action="store_true", help="agree to all that loses no data")
    return command


def _deploy_options(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    chosen = f"of {', '.join(STACKS)}; all when not given"
    add("--stacks", nargs="+", choices=STACKS, default=STACKS, metavar="STACK", help=chosen)
    given = "a template's parameter; may be repeated; before the environment's file"
    add("--parameter", action="append", default=[], type=_pair, metavar="NAME=VALUE", help=given)
    losing = "let this stack replace or remove what holds data; may be repeated"
    add("--losing", action="append", default=[], metavar="STACK", help=losing)


def _environment(text: str) -> str:
    environment = SHORT.get(text, text)
    if environment not in ("local", *SHORT.values()):
        raise argparse.ArgumentTypeError(f"{text!r} is none of dev, prod and local")
    return environment


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


if __name__ == "__main__":
    sys.exit(main())
