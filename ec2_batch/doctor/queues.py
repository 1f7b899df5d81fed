"""The queues: whether they are there, and whether somebody takes from them."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from ec2_batch.doctor.aws_trouble import in_words
from ec2_batch.doctor.finding import Finding

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

DEAD = "-dead"  # how the queues are named that SQS puts hopeless messages into


def look_at_queue(sqs: "SQSClient", url: str) -> Finding:
    """Count what waits in a queue."""
    name = url.rpartition("/")[2]
    try:
        counts = sqs.get_queue_attributes(
            QueueUrl=url,
            AttributeNames=[
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
            ],
        )["Attributes"]
    except (BotoCoreError, ClientError) as error:
        return Finding(name, False, in_words(error, "sqs:GetQueueAttributes"))
    waiting = int(counts["ApproximateNumberOfMessages"])
    taken = int(counts["ApproximateNumberOfMessagesNotVisible"])
    if name.endswith(DEAD):
        sentence = f"{waiting:,} messages failed for good; the worker's log says why."
        return Finding(name, waiting == 0, sentence if waiting else "Nothing failed for good.")
    if waiting and not taken:
        sentence = f"{waiting:,} messages wait and none is being worked on: is the worker running?"
        return Finding(name, False, sentence)
    return Finding(name, True, f"{waiting:,} messages wait, {taken:,} are being worked on.")
