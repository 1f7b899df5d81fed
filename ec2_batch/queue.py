"""Queues: messages taken one by one, kept while they are worked on, given back if they must."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from runtime import tracing

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

WAIT_SECONDS = 20  # the longest poll there is, and the cheapest
VISIBLE_AGAIN_SECONDS = 120  # after the last sign of life
HEARTBEAT_SECONDS = 40  # two may fail before the message is somebody else's

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is ours for a while."""

    body: str
    receipt: str
    receives: int  # times it was taken, this one included


@dataclass(frozen=True, slots=True)
class Queue:
    """One SQS queue."""

    sqs: "SQSClient"
    url: str

    def receive(self, most: int = 1, wait_seconds: int = WAIT_SECONDS) -> list[Message]:
        """Wait for messages and take them; none came if the list is empty."""
        answer = self.sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=most,
            WaitTimeSeconds=wait_seconds,
            VisibilityTimeout=VISIBLE_AGAIN_SECONDS,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
        return [
            Message(
                found["Body"],
                found["ReceiptHandle"],
                int(found.get("Attributes", {}).get("ApproximateReceiveCount", "1")),
            )
            for found in answer.get("Messages", [])
        ]

    def send(self, body: str) -> None:
        """Put a message in."""
        header = tracing.current_header()
        traced = {"AWSTraceHeader": {"DataType": "String", "StringValue": header}}
        self.sqs.send_message(
            QueueUrl=self.url,
            MessageBody=body,
            MessageSystemAttributes=traced if header else {},  # type: ignore[arg-type]
        )

    def delete(self, message: Message) -> None:
        """Take a message out: it has served its purpose."""
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message.receipt)

    def give_back(self, message: Message, after_seconds: int = 0) -> None:
        """Let somebody take the message again, after a while."""
        self.sqs.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message.receipt, VisibilityTimeout=after_seconds
        )

    @contextmanager
    def kept(self, message: Message) -> Iterator[None]:
        """Keep a message from others for as long as the block runs, however long that is."""
        done = Signal()

        def beat() -> None:
            while not done.wait(HEARTBEAT_SECONDS):
                try:
                    self.give_back(message, VISIBLE_AGAIN_SECONDS)
                except (BotoCoreError, ClientError):
                    # The job is fenced: if the message goes to another, nothing is done twice.
                    logger.warning("heartbeat failed", exc_info=True)

        thread = Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
