"""The variables that the programs are given on this machine: those of runtime/settings.py."""

import os
from collections.abc import Mapping
from pathlib import Path

from infra_cfn.local.aws.ministack import AWS_ENVIRON

ROOT = Path(__file__).parents[2]


def api_variables(outputs: Mapping[str, str], jwks: str, database_url: str) -> dict[str, str]:
    """Return what the GraphQL function reads."""
    return _shared_variables(outputs, jwks, database_url) | {
        "DATABASE_PREPARE": "on",
        "API_PROFILE": "explorer",  # here GraphiQL may look around
        "TRUSTED_CLIENT_IDS": "",
        "CORS_ORIGINS": "",
    }


def batch_variables(outputs: Mapping[str, str], jwks: str, database_url: str) -> dict[str, str]:
    """Return what service, worker and commands read."""
    return _shared_variables(outputs, jwks, database_url) | {
        "JOB_QUEUE_URL": outputs["JobQueueUrl"],
        "STANDING_QUEUE_URL": outputs["StandingQueueUrl"],
        "EVENT_BUS_NAME": outputs["EventBusName"],
        "GRAPHIQL_DIRECTORY": str(ROOT / "web" / "dist"),
    }


def aws_variables(endpoint: str) -> dict[str, str]:
    """Return what leads the SDKs to the stand-in, and traces to a daemon if there is one."""
    daemon = os.environ.get("AWS_XRAY_DAEMON_ADDRESS")
    tracing = {"AWS_XRAY_DAEMON_ADDRESS": daemon} if daemon else {}
    return {**AWS_ENVIRON, "AWS_ENDPOINT_URL": endpoint, **tracing}


def _shared_variables(outputs: Mapping[str, str], jwks: str, database_url: str) -> dict[str, str]:
    return {
        "ENVIRONMENT": "local",
        "DATABASE_URL": database_url,
        "DATABASE_AUTH": "password",
        "TOKEN_ISSUER": outputs["TokenIssuer"],
        "TOKEN_JWKS": jwks,
        "TOKEN_CLIENT_IDS": outputs["TokenClientIds"],
        "UPLOAD_BUCKET": outputs["UploadBucket"],
        "REPORT_BUCKET": outputs["ReportBucket"],
        "LOG_LEVEL": "INFO",
    }
