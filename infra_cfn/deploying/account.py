"""`python -m infra_cfn.deploying.account`: what a region of an account has one of.

Once for each region of each account, before the first deployment there; safe to run again.
"""

import argparse
import sys
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra_cfn.deploy import TEMPLATES
from infra_cfn.deploying.confirm import Confirmation, ask_terminal
from infra_cfn.stack import Agree, Blueprint, DeployError, bring_up_to_date

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

STACK = "student-cloud-account"


def deploy_account(
    client: "CloudFormationClient", budget_email: str, monthly_limit: int, agree: Agree
) -> bool:
    """Bring the account's stack up to date; False when it already was.

    Raises:
        DeployError: CloudFormation refused, or nobody agreed.
    """
    given = {"BudgetEmail": budget_email, "MonthlyLimit": str(monthly_limit)}
    body = (TEMPLATES / "account.yaml").read_text()
    return bring_up_to_date(
        client, Blueprint(STACK, body, given, {"project": "student-cloud"}), agree
    )


def main(words: list[str] | None = None) -> int:
    """Do as the command line says; 1 and a sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m infra_cfn.deploying.account")
    add = parser.add_argument
    add("--endpoint", help="where the AWS API answers; AWS itself if not given")
    add("--yes", action="store_true", help="agree to all that loses no data")
    add("--budget-email", default="", help="who is told when the bill grows; nobody if not given")
    add("--monthly-limit", type=int, default=150, help="dollars a month; 150 if not given")
    options = parser.parse_args(words)
    client = boto3.client("cloudformation", endpoint_url=options.endpoint)
    agree = Confirmation(_tell, ask_terminal, yes=options.yes)
    try:
        news = deploy_account(client, options.budget_email, options.monthly_limit, agree)
    except (DeployError, ClientError, BotoCoreError, OSError) as error:
        _tell(str(error))
        return 1
    _tell(f"Stack {STACK} {'is deployed' if news else 'had no changes'}.")
    return 0


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
