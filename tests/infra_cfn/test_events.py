"""What the rules pass on really arrives in the queues."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack

Receive = Callable[[str], list[dict[str, Any]]]
# What asks for a job, and the key it names it by.
JOBS = {
    "report.requested": "reportJobId",
    "import.apply_requested": "importJobId",
    "import.undo_requested": "importJobId",
}


@pytest.fixture
def receive(ministack: Ministack, deployment: Deployment) -> Receive:
    """Return the events waiting in the queue of an output, and take them off it."""
    sqs = ministack.client("sqs")

    def receive(queue: str) -> list[dict[str, Any]]:
        url = deployment.outputs[queue]
        answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]

    return receive


def publish(ministack: Ministack, deployment: Deployment, kind: str, source: str) -> None:
    ministack.client("events").put_events(
        Entries=[
            {
                "Source": source,
                "DetailType": kind,
                "Detail": json.dumps({JOBS.get(kind, "reportJobId"): 7}),
                "EventBusName": deployment.outputs["EventBusName"],
            }
        ]
    )


def test_an_uploaded_file_becomes_a_job(
    ministack: Ministack, deployment: Deployment, receive: Receive
) -> None:
    bucket = deployment.outputs["UploadBucket"]

    ministack.client("s3").put_object(Bucket=bucket, Key="uploads/1/a b.csv", Body=b"name\n")

    (event,) = receive("JobQueueUrl")
    assert event["detail-type"] == "Object Created"
    assert event["detail"]["bucket"]["name"] == bucket
    assert event["detail"]["object"]["key"] == "uploads/1/a b.csv"


def test_a_finished_report_is_no_job(
    ministack: Ministack, deployment: Deployment, receive: Receive
) -> None:
    bucket = deployment.outputs["ReportBucket"]

    ministack.client("s3").put_object(Bucket=bucket, Key="reports/1.csv", Body=b"name\n")

    assert receive("JobQueueUrl") == []


@pytest.mark.parametrize("kind", JOBS)
def test_what_somebody_asks_for_becomes_a_job(
    ministack: Ministack, deployment: Deployment, receive: Receive, kind: str
) -> None:
    publish(ministack, deployment, kind, "student-cloud")

    (event,) = receive("JobQueueUrl")
    assert (event["detail-type"], event["detail"]) == (kind, {JOBS[kind]: 7})


@pytest.mark.parametrize("kind", ["grade.posted", "grade.amended", "enrollment.completed"])
def test_what_changes_a_standing_reaches_its_consumer(
    ministack: Ministack, deployment: Deployment, receive: Receive, kind: str
) -> None:
    publish(ministack, deployment, kind, "student-cloud")

    (event,) = receive("StandingQueueUrl")
    assert event["detail-type"] == kind


def test_others_cannot_speak_for_the_records(
    ministack: Ministack, deployment: Deployment, receive: Receive
) -> None:
    publish(ministack, deployment, "grade.posted", "somebody-else")

    assert receive("StandingQueueUrl") == []
