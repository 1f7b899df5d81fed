"""Redrive: messages that SQS has given up, back into the queue that they came from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ec2_batch.consumers.standing import parse_event
from ec2_batch.job_message import parse_message
from ec2_batch.queue import Message, Pace, Queue

DEAD = "-dead"  # how the queues are named that SQS puts hopeless messages into
AT_ONCE = 10  # the most that SQS gives
# Whoever only looks needs them for longer than a worker that takes one.
PACE = Pace(wait=1, claim=60)
WORD = re.compile("[A-Z]")


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """A queue, and where its messages go that could not be dealt with in five attempts."""

    queue: Queue
    dead: Queue

    @classmethod
    def of(cls, queue: Queue) -> "DeadLetters":
        """Return a queue's dead letters."""
        paced = replace(queue, pace=PACE)
        return cls(paced, replace(paced, url=queue.url + DEAD))

    def count(self) -> int:
        """Return how many there are, as SQS sees it, which may be a moment behind."""
        told = self.dead.sqs.get_queue_attributes(
            QueueUrl=self.dead.url, AttributeNames=["ApproximateNumberOfMessages"]
        )
        return int(told["Attributes"]["ApproximateNumberOfMessages"])

    def look(self, most: int) -> list[Message]:
        """Return what is there, and leave it there."""
        seen = list(self._taken(most))
        for message in seen:
            self.dead.give_back(message)
        return seen

    def move(self, most: int) -> Iterator[Message]:
        """Put messages back into their queue, and yield each.

        If this ends between the two, one is in both: what it asks for is done once all the same.
        """
        for message in self._taken(most):
            self.queue.send(message.body, trace_header=message.trace_header)
            self.dead.delete(message)
            yield message

    def _taken(self, most: int) -> Iterator[Message]:
        left = most
        while left and (messages := self.dead.receive(min(AT_ONCE, left))):
            yield from messages
            left -= len(messages)


def kind(message: Message) -> str:
    """Return what a message asks for, in words."""
    wishes = parse_message(message.body)
    if wishes is None:
        return "grade changed" if parse_event(message.body) else "not understood"
    # From ImportRequested to "import requested".
    words = (WORD.sub(r" \g<0>", type(wish).__name__).strip().lower() for wish in wishes)
    return next(words, "for nothing")
