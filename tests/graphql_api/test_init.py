"""What Lambda's INIT does, and what it can do without."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import Database
from tests.runtime.tokens import CLIENT_ID, ISSUER, jwks

PROJECT = Path(__file__).parents[2]
# Runs INIT and one invocation, and says what was imported and answered.
PROGRAM = """
import json, sys
from graphql_api.lambda_handler import handler
loaded = sorted(sys.modules)
event = {
    "resource": "/graphql", "path": "/graphql", "httpMethod": "GET",
    "headers": {}, "requestContext": {}, "body": None,
}
print(json.dumps({"loaded": loaded, "status": handler(event, None)["statusCode"]}))
"""
# 224 ms of processor time, of use to the few requests that reach S3.
SDK = {"boto3", "botocore", "s3transfer", "urllib3"}
# The migrations' and the batch host's.
ELSEWHERE = {"alembic", "polars", "flask"}


def init(database_url: str) -> dict[str, Any]:
    """Return what a new process says that starts as on Lambda, with tracing on."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECT),
        "LAMBDA_TASK_ROOT": str(PROJECT),
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:9",  # nobody listens
        "ENVIRONMENT": "local",
        "DATABASE_URL": database_url,
        "DATABASE_AUTH": "password",
        "TOKEN_ISSUER": ISSUER,
        "TOKEN_JWKS": jwks(),
        "TOKEN_CLIENT_IDS": CLIENT_ID,
        "UPLOAD_BUCKET": "uploads",
        "REPORT_BUCKET": "reports",
    }
    words = [sys.executable, "-c", PROGRAM]
    said = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(said.stdout)  # and not a line of log beside it
    return answer


def test_init_traces_and_loads_nothing_that_only_others_need(database: Database) -> None:
    loaded = set(init(database.api_url)["loaded"])

    assert "aws_xray_sdk" in loaded
    assert (SDK | ELSEWHERE) & loaded == set()


def test_a_database_that_is_away_does_not_keep_a_function_from_starting() -> None:
    assert init("postgresql://api_service@127.0.0.1:9/student_cloud")["status"] == 405
