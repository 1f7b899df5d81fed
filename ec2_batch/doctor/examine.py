"""What there is to look at: a system of `make up`, a batch host, or a service far away."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from botocore.exceptions import BotoCoreError, ClientError

from ec2_batch.client.api import web
from ec2_batch.client.nearest_up import Up
from ec2_batch.client.stand_in import stand_in
from ec2_batch.doctor.aws_trouble import in_words
from ec2_batch.doctor.buckets import look_at_report_bucket, look_at_upload_bucket
from ec2_batch.doctor.database import look_at_database
from ec2_batch.doctor.finding import Finding
from ec2_batch.doctor.queues import look_at_queue
from ec2_batch.doctor.service import look_at_service
from ec2_batch.engine import engine_for
from ec2_batch.redrive import DEAD
from runtime import aws
from runtime.settings import BatchSettings
from schema.database import make_engine

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

HOST_SERVICE = "http://127.0.0.1:8000/health/ready"
QUEUES = "student-cloud-"  # what the names of our queues begin with
REPORTS = "reportbucket"  # part of the name that CloudFormation gives


def examine_local(up: Up) -> Iterator[Finding]:
    """Look at what `make up` runs."""
    yield look_at_database(make_engine(up.database_url))
    sqs, s3 = stand_in(up, "sqs"), stand_in(up, "s3")
    try:
        for url in sqs.list_queues(QueueNamePrefix=QUEUES).get("QueueUrls", []):
            yield look_at_queue(sqs, url)
        yield look_at_upload_bucket(s3, up.upload_bucket)
        for bucket in s3.list_buckets()["Buckets"]:
            if REPORTS in bucket["Name"]:
                yield look_at_report_bucket(s3, bucket["Name"])
    except (BotoCoreError, ClientError) as error:
        yield Finding("AWS stand-in", False, in_words(error, "sqs:ListQueues"))
    yield from examine_service(up.graphql)


def examine_host(settings: BatchSettings) -> Iterator[Finding]:
    """Look at what a batch host needs, as its programs see it."""
    sqs: SQSClient = aws.client("sqs")
    s3: S3Client = aws.client("s3")
    yield look_at_database(engine_for(settings, 1))
    for url in (settings.job_queue_url, settings.standing_queue_url):
        yield look_at_queue(sqs, url)
        yield look_at_queue(sqs, url + DEAD)
    yield look_at_upload_bucket(s3, settings.upload_bucket)
    yield look_at_report_bucket(s3, settings.report_bucket)
    yield from look_at_service(web(), HOST_SERVICE)


def examine_service(graphql: str) -> list[Finding]:
    """Look at a service from outside, by the address of its GraphQL."""
    parts = urlsplit(graphql)
    stage = parts.path.rstrip("/").removesuffix("/graphql")
    return look_at_service(web(), urlunsplit(parts._replace(path=f"{stage}/health/ready")))
