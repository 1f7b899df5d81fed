"""Clients of AWS, made once a process; on a laptop AWS_ENDPOINT_URL leads them to a stand-in."""

import os
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

CONNECT_SECONDS = 3
READ_SECONDS = 30  # over the 20 of SQS's longest wait
ATTEMPTS = 3

# A session makes one client at a time, or breaks.
_making = Lock()


@overload
def client(name: Literal["s3"]) -> "S3Client": ...
@overload
def client(name: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(name: Literal["events"]) -> "EventBridgeClient": ...
@overload
def client(name: Literal["cognito-idp"]) -> "CognitoIdentityProviderClient": ...
@overload
def client(name: Literal["autoscaling"]) -> "AutoScalingClient": ...
@overload
def client(name: Literal["cloudformation"]) -> "CloudFormationClient": ...
@overload
def client(name: Literal["apigatewayv2", "ec2", "elbv2", "lambda", "rds"]) -> Any: ...
def client(name: str) -> Any:
    """Return the process's client of a service; it can be used by several threads."""
    with _making:
        return _client(name)


@cache
def _client(name: str) -> Any:
    # 224 ms of processor time, which a request that needs no AWS does not pay.
    import boto3
    from botocore.config import Config

    # A bucket's name is no host name on a loopback address.
    style: Literal["path", "auto"] = "path" if os.environ.get("AWS_ENDPOINT_URL") else "auto"
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        signature_version="s3v4" if name == "s3" else None,  # presigned, it is still v2
        s3={"addressing_style": style},
    )
    return boto3.client(name, config=config)  # type: ignore[call-overload]
