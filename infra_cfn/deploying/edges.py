"""AWS as a deployment sees it, and the person who watches."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3

from infra_cfn.deploying.call_migration import PATIENT
from infra_cfn.stack import Agree

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Edges:
    """The services that a deployment calls, with the credentials that the SDK finds."""

    formation: "CloudFormationClient"
    s3: "S3Client"
    functions: "LambdaClient"
    ec2: "EC2Client"
    tell: Callable[[str], object]
    agree: Agree


def connect(endpoint: str | None, tell: Callable[[str], object], agree: Agree) -> Edges:
    """Return AWS itself, or what answers at an endpoint in its place."""
    return Edges(
        formation=boto3.client("cloudformation", endpoint_url=endpoint),
        s3=boto3.client("s3", endpoint_url=endpoint),
        functions=boto3.client("lambda", endpoint_url=endpoint, config=PATIENT),
        ec2=boto3.client("ec2", endpoint_url=endpoint),
        tell=tell,
        agree=agree,
    )
