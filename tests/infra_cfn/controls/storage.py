"""Controls of buckets, queues and rules."""

from collections.abc import Iterator
from typing import Any

from tests.infra_cfn.controls.estate import Estate, control, properties_like, reach
from tests.infra_cfn.gates.policies import statements

BUCKET, QUEUE, RULE = "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Events::Rule"
UNLOGGED = {"AccessLogBucket", "CodeBucket"}  # the log itself, and releases
HEARTBEAT = 40  # seconds; how often a worker renews what it works on
OF_EVERY_MESSAGE = "ReceiveMessageWaitTimeSeconds"

for word in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"):
    path = f"PublicAccessBlockConfiguration/{word}"
    properties_like(BUCKET, "s3", f"buckets_are_never_public_by_{word}", path, True)
properties_like(
    BUCKET,
    "s3",
    "what_is_in_a_bucket_is_its_owners",
    "OwnershipControls/Rules/0/ObjectOwnership",
    "BucketOwnerEnforced",
)
properties_like(
    BUCKET, "s3", "what_is_overwritten_can_be_had_back", "VersioningConfiguration/Status", "Enabled"
)
properties_like(
    BUCKET,
    "s3",
    "buckets_are_encrypted",
    "BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm",
    "AES256",
    "aws:kms",
)
properties_like(
    BUCKET, "s3", "what_is_old_is_forgotten", "LifecycleConfiguration/Rules/0/Status", "Enabled"
)
properties_like(QUEUE, "sqs", "queues_are_encrypted", "SqsManagedSseEnabled", True)


def refuses_plain_http(policy: dict[str, Any]) -> bool:
    """Return whether a policy denies everybody everything that comes without TLS."""
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    return any(
        (s["Effect"], s.get("Principal"), s.get("Condition")) == ("Deny", "*", plain)
        for s in statements(policy)
    )


@control("s3")
def every_bucket_refuses_plain_http(estate: Estate) -> Iterator[str]:
    refusing = {
        policy.properties["Bucket"]
        for policy in estate.of("AWS::S3::BucketPolicy")
        if refuses_plain_http(policy.properties["PolicyDocument"])
    }
    yield from (b.logical_id for b in estate.of(BUCKET) if b.reference not in refusing)


@control("s3")
def who_touched_a_file_is_logged(estate: Estate) -> Iterator[str]:
    for bucket in estate.of(BUCKET):
        logged = reach(bucket.properties, "LoggingConfiguration/DestinationBucketName")
        if bucket.logical_id not in UNLOGGED and not logged:
            yield bucket.logical_id


@control("s3")
def what_holds_data_outlives_its_stack(estate: Estate) -> Iterator[str]:
    for kept in estate.of(BUCKET, "AWS::Cognito::UserPool", "AWS::Logs::LogGroup"):
        declared = estate.declared(kept)
        kept_on = declared.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate")
        if not kept_on or declared.get("UpdateReplacePolicy") != "Retain":
            yield kept.logical_id


@control("s3")
def pages_of_others_may_only_post(estate: Estate) -> Iterator[str]:
    for bucket in estate.of(BUCKET):
        for rule in reach(bucket.properties, "CorsConfiguration/CorsRules") or []:
            if rule["AllowedMethods"] != ["POST"]:
                yield bucket.logical_id


@control("sqs")
def every_queue_but_the_last_has_one_for_dead_letters(estate: Estate) -> Iterator[str]:
    for queue in estate.of(QUEUE):
        dead = "Dead" in queue.logical_id
        if not dead and not reach(queue.properties, "RedrivePolicy/deadLetterTargetArn"):
            yield queue.logical_id


@control("sqs")
def dead_letters_are_kept_as_long_as_there_is(estate: Estate) -> Iterator[str]:
    for queue in estate.of(QUEUE):
        if queue.properties.get("MessageRetentionPeriod") != 1209600:
            yield queue.logical_id


@control("sqs")
def a_job_at_work_is_nobody_elses(estate: Estate) -> Iterator[str]:
    for queue in estate.of(QUEUE):
        dead = "Dead" in queue.logical_id
        if not dead and queue.properties.get("VisibilityTimeout", 30) <= HEARTBEAT:
            yield queue.logical_id


@control("sqs")
def waiting_for_messages_costs_little(estate: Estate) -> Iterator[str]:
    for queue in estate.of(QUEUE):
        if "Dead" not in queue.logical_id and queue.properties.get(OF_EVERY_MESSAGE) != 20:
            yield queue.logical_id


@control("sqs")
def every_queue_refuses_plain_http(estate: Estate) -> Iterator[str]:
    refusing = {
        url
        for policy in estate.of("AWS::SQS::QueuePolicy")
        if refuses_plain_http(policy.properties["PolicyDocument"])
        for url in policy.properties["Queues"]
    }
    yield from (q.logical_id for q in estate.of(QUEUE) if q.reference not in refusing)


@control("sqs")
def only_our_rules_may_send(estate: Estate) -> Iterator[str]:
    for policy in estate.of("AWS::SQS::QueuePolicy"):
        for statement in statements(policy.properties["PolicyDocument"]):
            if statement["Effect"] == "Allow":
                named = reach(statement, "Condition/ArnEquals/aws:SourceArn")
                if not named or "*" in str(named) or "Service" not in str(statement["Principal"]):
                    yield policy.logical_id


@control("events")
def every_rule_may_send_where_it_wants_to(estate: Estate) -> Iterator[str]:
    allowed = {
        (rule, queue)
        for policy in estate.of("AWS::SQS::QueuePolicy")
        for statement in statements(policy.properties["PolicyDocument"])
        if statement["Effect"] == "Allow"
        for rule in _list(reach(statement, "Condition/ArnEquals/aws:SourceArn"))
        for queue in _list(statement["Resource"])
    }
    for rule in estate.of(RULE):
        for target in rule.properties["Targets"]:
            for queue in (target["Arn"], reach(target, "DeadLetterConfig/Arn")):
                if (rule.arn, queue) not in allowed:
                    yield rule.logical_id


@control("events")
def what_s3_says_is_heard_where_it_says_it(estate: Estate) -> Iterator[str]:
    for rule in estate.of(RULE):
        of_aws = rule.properties["EventPattern"]["source"] == ["aws.s3"]
        if of_aws is ("EventBusName" in rule.properties):
            yield rule.logical_id


@control("events")
def an_undelivered_event_is_kept(estate: Estate) -> Iterator[str]:
    for rule in estate.of(RULE):
        if not all("DeadLetterConfig" in target for target in rule.properties["Targets"]):
            yield rule.logical_id


@control("events")
def the_upload_bucket_says_what_is_new(estate: Estate) -> Iterator[str]:
    path = "NotificationConfiguration/EventBridgeConfiguration/EventBridgeEnabled"
    if not any(reach(bucket.properties, path) is True for bucket in estate.of(BUCKET)):
        yield "UploadBucket"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
