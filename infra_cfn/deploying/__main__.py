"""`python -m infra_cfn.deploying COMMAND ENVIRONMENT`, which the Makefile calls."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from infra_cfn.deploy import STACKS, TEMPLATES
from infra_cfn.deploying.build_packages import build_packages
from infra_cfn.deploying.confirm import Confirmation, ask_terminal
from infra_cfn.deploying.destroy import SENTENCE, destroy
from infra_cfn.deploying.edges import Edges, connect
from infra_cfn.deploying.parameter_file import read_parameters
from infra_cfn.deploying.release import contract, deploy_stacks, go_back, release
from infra_cfn.package import PackageError
from infra_cfn.stack import DeployError

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    _Run = Callable[[Edges, argparse.Namespace], None]
SHORT = {"dev": "development", "prod": "production"}


def main(words: list[str] | None = None) -> int:
    """Do as the command line says; 1 and a sentence when it cannot be done.

    Credentials and region are the AWS SDK's own: variables, profile or role.
    """
    options = _parser().parse_args(words)
    agree = Confirmation(_tell, ask_terminal, yes=options.yes, losing=options.losing)
    try:
        options.run(connect(options.endpoint, _tell, agree), options)
    except (DeployError, PackageError, ClientError, BotoCoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _deploy(edges: Edges, options: argparse.Namespace) -> None:
    parameters = _parameters(options)
    if options.stacks:
        outputs = deploy_stacks(edges, options.environment, options.stacks, parameters)
    else:
        build = partial(build_packages, parameters.get("Architecture", "arm64"))
        outputs = release(edges, options.environment, parameters, build)
    sys.stdout.write(json.dumps(outputs, indent=2) + "\n")


def _rollback(edges: Edges, options: argparse.Namespace) -> None:
    go_back(edges, options.environment, _parameters(options))


def _contract(edges: Edges, options: argparse.Namespace) -> None:
    _insist(options, f"No release before this one of {options.environment} will run again. Go on?")
    _tell(f"The database is at {contract(edges, options.environment)}.")


def _destroy(edges: Edges, options: argparse.Namespace) -> None:
    _insist(options, f"Delete {options.environment}?")
    destroy(edges.formation, options.environment, data=options.data, tell=_tell)


def _insist(options: argparse.Namespace, question: str) -> None:
    if not options.yes and ask_terminal(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise DeployError("Nothing was done: it was not confirmed.")


def _parameters(options: argparse.Namespace) -> dict[str, str]:
    templates = [TEMPLATES / f"{name}.yaml" for name in STACKS]
    return read_parameters(options.environment, templates) | dict(options.parameter)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra_cfn.deploying")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    live = _command(commands, "deploy", _deploy, "make live what is checked out here")
    _changes_options(live)
    chosen = f"only these, of {', '.join(STACKS)}, for the release that is live"
    live.add_argument("--stacks", nargs="+", choices=STACKS, metavar="STACK", help=chosen)
    _changes_options(_command(commands, "rollback", _rollback, "make the release before live"))
    _command(commands, "contract", _contract, "take away what only earlier releases used")
    away = _command(commands, "destroy", _destroy, "delete the stacks; data stays")
    away.add_argument("--data", default="", metavar=repr(SENTENCE), help="delete data as well")
    return parser


def _command(commands: "_Commands", name: str, run: "_Run", about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about)
    command.set_defaults(run=run, losing=[])
    command.add_argument("environment", type=_environment, help="dev, prod or local")
    command.add_argument("--endpoint", help="where the AWS API answers; AWS itself if not given")
    command.add_argument("--yes", action="store_true", help="agree to all that loses no data")
    return command


def _changes_options(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
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
