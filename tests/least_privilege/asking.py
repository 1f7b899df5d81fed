"""The matrix's rows as calls over HTTP, and what comes of them."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.least_privilege.guarded import Guarded
from tests.least_privilege.matrix import ACCESS_LOG, INBOX, REPORTS, UPLOADS, Row
from tests.least_privilege.simulate import Context

Clients = Callable[[str], Any]
Ask = Callable[[Clients, str, Context], object]

DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
# What only those are told who may.
NOT_THERE = {
    "NoSuchKey",
    "NoSuchVersion",
    "NoSuchUpload",
    "ReceiptHandleIsInvalid",
    "ResourceNotFoundException",
}


def allowed(stand_in: Guarded, row: Row) -> bool:
    """Return whether a guarded stand-in lets somebody with the row's role do it."""
    role, action, resource = row[:3]
    context = row[3] if len(row) > 3 else {}
    plain = context.get("aws:SecureTransport") == "false"
    who = _dropper(context) if role == INBOX else role

    def client(service: str) -> Any:
        return stand_in.client(service, who, plain=plain)

    try:
        ASK[action](client, _here(stand_in, resource), context)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in DENIED:
            return False
        if code not in NOT_THERE:
            raise
    return True


def _dropper(context: Context) -> str:
    return "drops-a" if any("PrincipalTag" in key for key in context) else "drops-nowhere"


def _here(stand_in: Guarded, resource: str) -> str:
    """Return what the stand-in calls a resource: a bucket's name has an addition there."""
    outputs = stand_in.outputs
    buckets = {
        UPLOADS: outputs["UploadBucket"],
        REPORTS: outputs["ReportBucket"],
        ACCESS_LOG: outputs["AccessLogBucket"],
    }
    bucket, slash, key = resource.partition("/")
    return f"arn:aws:s3:::{buckets[bucket]}{slash}{key}" if bucket in buckets else resource


def _last(resource: str) -> str:
    return resource.rpartition(":")[2]


def _of_object(operation: str, **more: Any) -> Ask:
    def ask(client: Clients, resource: str, context: Context) -> object:
        bucket, _, key = _last(resource).partition("/")
        return getattr(client("s3"), operation)(Bucket=bucket, Key=key, **more)

    return ask


def _of_queue(operation: str, **more: Any) -> Ask:
    def ask(client: Clients, resource: str, context: Context) -> object:
        sqs = client("sqs")
        # Only the account's own user can look for an address, and its form is known.
        url = f"{sqs.meta.endpoint_url}/000000000000/{_last(resource)}"
        return getattr(sqs, operation)(QueueUrl=url, **more)

    return ask


def _of_one(service: str, operation: str, name: str, **more: Any) -> Ask:
    def ask(client: Clients, resource: str, context: Context) -> object:
        whole = resource if name in ("RoleArn", "SecretId") else _last(resource).rpartition("/")[2]
        return getattr(client(service), operation)(**{name: whole}, **more)

    return ask


def _list(client: Clients, resource: str, context: Context) -> object:
    prefix = {"Prefix": context["s3:prefix"]} if "s3:prefix" in context else {}
    return client("s3").list_objects_v2(Bucket=_last(resource), **prefix)


def _publish(client: Clients, resource: str, context: Context) -> object:
    entry = {"EventBusName": _last(resource).rpartition("/")[2], "DetailType": "x", "Detail": "{}"}
    sources = context.get("events:source", [])
    entries = [{**entry, "Source": source} for source in sources]
    return client("events").put_events(Entries=entries or [entry])


def _make_rule(client: Clients, resource: str, context: Context) -> object:
    _, bus, name = _last(resource).split("/")
    return client("events").put_rule(Name=name, EventBusName=bus, EventPattern='{"source": ["x"]}')


def _log(client: Clients, resource: str, context: Context) -> object:
    group, stream = resource.split(":")[6], resource.split(":")[8]
    line = [{"timestamp": 0, "message": "x"}]
    return client("logs").put_log_events(logGroupName=group, logStreamName=stream, logEvents=line)


def _measure(client: Clients, resource: str, context: Context) -> object:
    return client("cloudwatch").put_metric_data(
        Namespace=context["cloudwatch:namespace"], MetricData=[{"MetricName": "x", "Value": 1.0}]
    )


ASK: Mapping[str, Ask] = {
    "s3:PutObject": _of_object("put_object", Body=b""),
    "s3:GetObject": _of_object("get_object"),
    "s3:GetObjectVersion": _of_object("get_object", VersionId="1"),
    "s3:DeleteObject": _of_object("delete_object"),
    "s3:DeleteObjectVersion": _of_object("delete_object", VersionId="1"),
    "s3:AbortMultipartUpload": _of_object("abort_multipart_upload", UploadId="1"),
    "s3:ListBucket": _list,
    "s3:PutBucketPolicy": _of_one("s3", "put_bucket_policy", "Bucket", Policy="{}"),
    "sqs:ReceiveMessage": _of_queue("receive_message", WaitTimeSeconds=0),
    "sqs:SendMessage": _of_queue("send_message", MessageBody="x"),
    "sqs:DeleteMessage": _of_queue("delete_message", ReceiptHandle="x"),
    "sqs:PurgeQueue": _of_queue("purge_queue"),
    "sqs:DeleteQueue": _of_queue("delete_queue"),
    "sqs:SetQueueAttributes": _of_queue("set_queue_attributes", Attributes={}),
    "events:PutEvents": _publish,
    "events:PutRule": _make_rule,
    "secretsmanager:GetSecretValue": _of_one("secretsmanager", "get_secret_value", "SecretId"),
    "lambda:InvokeFunction": _of_one("lambda", "invoke", "FunctionName"),
    "lambda:UpdateFunctionCode": _of_one(
        "lambda", "update_function_code", "FunctionName", ZipFile=b""
    ),
    "iam:CreateUser": _of_one("iam", "create_user", "UserName"),
    "sts:AssumeRole": _of_one("sts", "assume_role", "RoleArn", RoleSessionName="me"),
    "logs:PutLogEvents": _log,
    "cloudwatch:PutMetricData": _measure,
    "ec2:AuthorizeSecurityGroupIngress": _of_one(
        "ec2", "authorize_security_group_ingress", "GroupId", IpProtocol="-1", CidrIp="0.0.0.0/0"
    ),
    "rds:DeleteDBInstance": _of_one(
        "rds", "delete_db_instance", "DBInstanceIdentifier", SkipFinalSnapshot=True
    ),
}
