"""What a recorded call asks of IAM: actions, resources and what is known of the request."""

import re
from collections.abc import Iterator
from typing import Any

from infra_cfn.wiring.resource import ACCOUNT, REGION
from tests.least_privilege.policies import ENVIRONMENT, granted
from tests.least_privilege.recorder import Call
from tests.least_privilege.simulate import Request

OVER_TLS = {"aws:SecureTransport": "true"}
# Buckets and queues that a test has made for itself, and what they stand in for.
TESTS_OWN = (
    (r"(uploads|no-versions)", "uploadbucket"),
    (r"reports", "reportbucket"),
    (r".*-test-dead", f"student-cloud-{ENVIRONMENT}-jobs-dead"),
    (r".*-test", f"student-cloud-{ENVIRONMENT}-jobs"),
)
# Where one action's name is not that of the operation.
S3_ACTIONS = {
    "HeadObject": "GetObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListObjectsV2": "ListBucket",
}
S3_OPERATIONS = {*S3_ACTIONS, "GetObject", "PutObject", "AbortMultipartUpload"}
SQS_OPERATIONS = {
    "ReceiveMessage",
    "SendMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "GetQueueAttributes",
}


class UnmappedCallError(Exception):
    """A call of which is not known what it asks of IAM: add it here."""


def requests_of(call: Call) -> list[Request]:
    """Return every request that a call makes; it is allowed when all are.

    Raises:
        UnmappedCallError: the operation, or what it is done to, is not known.
    """
    match call.service:
        case "s3" if call.operation in S3_OPERATIONS:
            return [_of_s3(call.operation, call.parameters)]
        case "sqs" if call.operation in SQS_OPERATIONS:
            name = call.parameters["QueueUrl"].rpartition("/")[2]
            arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{_real(name)}"
            return [Request(f"sqs:{call.operation}", arn, OVER_TLS)]
        case "autoscaling" if call.operation == "SetInstanceProtection":
            arn = (
                f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:one:autoScalingGroupName"
            )
            group = call.parameters["AutoScalingGroupName"]
            return [Request("autoscaling:SetInstanceProtection", f"{arn}/{group}", OVER_TLS)]
        case "events" if call.operation == "PutEvents":
            return list(_of_events(call.parameters["Entries"]))
    raise UnmappedCallError(f"{call.service} {call.operation} in {call.module}")


def _of_s3(operation: str, parameters: dict[str, Any]) -> Request:
    bucket = f"arn:aws:s3:::{_real(parameters['Bucket'])}"
    if operation == "ListObjectsV2":
        prefix = {"s3:prefix": parameters.get("Prefix", "")}
        return Request("s3:ListBucket", bucket, {**OVER_TLS, **prefix})
    action = S3_ACTIONS.get(operation, operation)
    if action == "GetObject" and "VersionId" in parameters:
        action = "GetObjectVersion"  # which GetObject does not include
    return Request(f"s3:{action}", f"{bucket}/{parameters['Key']}", OVER_TLS)


def _of_events(entries: list[dict[str, Any]]) -> Iterator[Request]:
    for entry in entries:
        arn = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{entry['EventBusName']}"
        yield Request("events:PutEvents", arn, {**OVER_TLS, "events:source": [entry["Source"]]})


def _real(name: str) -> str:
    """Return what the templates call something of the stand-in, which adds to a bucket's name."""
    known = [resource.name for resource in granted().made]
    for found in known:
        if name == found or ("bucket" in found and name.startswith(f"{found}-")):
            return found
    for pattern, stands_for in TESTS_OWN:
        if re.fullmatch(pattern, name):
            return next(found for found in known if found.endswith(stands_for))
    raise UnmappedCallError(f"Nothing in the templates is called {name}.")
