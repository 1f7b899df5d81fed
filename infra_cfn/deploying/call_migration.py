"""Migrations, run by the function in the VPC: from here the database cannot be reached."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.config import Config

from infra_cfn.stack import DeployError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

# A migration may take 15 minutes, and one that was cut off is not begun a second time meanwhile.
PATIENT = Config(read_timeout=910, retries={"total_max_attempts": 1})


@dataclass(frozen=True, slots=True)
class Database:
    """Where the migrations left it."""

    revision: str
    waiting: Sequence[str]  # versions that take away what the release before uses


def call_migration(client: "LambdaClient", function: str, phase: str) -> Database:
    """Migrate and return where that led; safe to run again.

    Raises:
        DeployError: nothing was changed, and why.
    """
    answer = client.invoke(FunctionName=function, Payload=json.dumps({"phase": phase}).encode())
    said = json.loads(answer["Payload"].read() or b"{}")
    if answer.get("FunctionError"):
        reason = f"{said.get('errorType', 'it ended')}: {said.get('errorMessage', 'no message')}"
        raise DeployError(f"The migration failed, and nothing was changed. {reason}")
    if error := said.get("error"):
        raise DeployError(f"The migration failed. {error}")
    return Database(said["revision"], said["waiting"])
