"""The queues: whether they are there, and whether somebody takes from them."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from ec2_batch.doctor.aws_trouble import in_words
from ec2_batch.doctor.finding import Finding
from ec2_batch.redrive import DEAD

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


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
        sentence = (
            f"{waiting:,} messages were given up after five attempts; the worker's log says why."
            " Once that is mended, `studentcloud redrive` has them tried again."
        )
        return Finding(name, waiting == 0, sentence if waiting else "Nothing was given up.")
    if waiting and not taken:
        sentence = f"{waiting:,} messages wait and none is being worked on: is the worker running?"
        return Finding(name, False, sentence)
    return Finding(name, True, f"{waiting:,} messages wait, {taken:,} are being worked on.")
