"""Queues: messages taken one by one, kept while they are worked on, given back if they must."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from runtime import tracing

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

NOT_OURS = frozenset({"ReceiptHandleIsInvalid", "InvalidParameterValue"})

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a message is waited for and held, in seconds."""

    wait: int = 20  # the longest poll there is, and the cheapest
    # SQS hands a message to a poll whose worker has died meanwhile as well. So it is ours for a
    # moment only, until we say that it has arrived.
    claim: int = 15
    visible_again: int = 120  # after the last sign of life
    heartbeat: float = 40  # two may fail before the message is somebody else's
    renew: float = 11 * 3600  # SQS keeps a message with nobody for more than twelve hours


USUAL = Pace()


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is ours for a while."""

    body: str
    receipt: str
    receives: int  # times it was taken, this one included
    trace_header: str | None = None
    taken_at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Queue:
    """One SQS queue."""

    sqs: "SQSClient"
    url: str
    pace: Pace = USUAL

    def receive(self, most: int = 1, wait_seconds: int | None = None) -> list[Message]:
        """Wait for messages and claim them for a moment; none came if the list is empty."""
        answer = self.sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=most,
            WaitTimeSeconds=self.pace.wait if wait_seconds is None else wait_seconds,
            VisibilityTimeout=self.pace.claim,
            MessageSystemAttributeNames=["ApproximateReceiveCount", "AWSTraceHeader"],
        )
        messages = []
        for found in answer.get("Messages", []):
            told = found.get("Attributes", {})
            receives = int(told.get("ApproximateReceiveCount", "1"))
            trace = told.get("AWSTraceHeader")
            messages.append(Message(found["Body"], found["ReceiptHandle"], receives, trace))
        return messages

    def send(self, body: str, after_seconds: int = 0, trace_header: str | None = None) -> None:
        """Put a message in, with the trace at hand if it brings none."""
        header = trace_header or tracing.current_header()
        traced = {"AWSTraceHeader": {"DataType": "String", "StringValue": header}}
        self.sqs.send_message(
            QueueUrl=self.url,
            MessageBody=body,
            DelaySeconds=after_seconds,
            MessageSystemAttributes=traced if header else {},  # type: ignore[arg-type]
        )

    def delete(self, message: Message) -> None:
        """Take a message out: it has served its purpose."""
        try:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message.receipt)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in NOT_OURS:
                raise
            # Whoever has it now will find nothing left to do.
            logger.info("message is somebody else's by now")

    def give_back(self, message: Message, after_seconds: int = 0) -> None:
        """Let somebody take the message again, after a while; SQS counts how often."""
        self.sqs.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message.receipt, VisibilityTimeout=after_seconds
        )

    def renew(self, message: Message, after_seconds: int = 0) -> None:
        """Put a copy in a message's place, which SQS counts and times from the beginning.

        If this ends between the two, both are there: jobs take no harm from that.
        """
        self.send(message.body, after_seconds, message.trace_header)
        self.delete(message)

    @contextmanager
    def kept(self, message: Message) -> Iterator[None]:
        """Keep a message from others for as long as the block runs, however long that is."""
        self.give_back(message, self.pace.visible_again)
        done = Signal()
        thread = Thread(target=self._beat, args=(message, done), name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _beat(self, message: Message, done: Signal) -> None:
        while not done.wait(self.pace.heartbeat):
            try:
                if time.monotonic() - message.taken_at > self.pace.renew:
                    logger.info("message renewed before its time is up")
                    return self.renew(message)
                self.give_back(message, self.pace.visible_again)
            except (BotoCoreError, ClientError):
                # The job is fenced: if the message goes to another, nothing is done twice.
                logger.warning("heartbeat failed", exc_info=True)
