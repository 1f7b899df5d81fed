"""Takes jobs from the queue, one at a time, and sees each to its end or back into the queue."""

import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event as Signal

from botocore.exceptions import BotoCoreError, ClientError
from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import QueryCanceledError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from ec2_batch.job_message import (
    ImportRequested,
    JobMessage,
    ReportRequested,
    UndoRequested,
    Uploaded,
    parse_message,
)
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Message, Queue

BUSY_SECONDS = (30, 60)  # until another worker, or another attempt, may have more luck
MAX_ATTEMPTS = 3  # at a job that fails for a reason of its own; SQS gives up after 5
OUTAGE_SECONDS = 20  # until database or AWS may be there again
UNFINISHED = (Outcome.AGAIN, Outcome.BUSY, Outcome.STOPPED)  # what counts of several, first
OUTAGE = (OperationalError, InterfaceError, DBAPIError, BotoCoreError, ClientError, OSError)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Jobs:
    """What can be done about each kind of message."""

    take_upload: Callable[[Uploaded], int | None]
    run_import: Callable[[int], Outcome]
    run_undo: Callable[[int], Outcome]
    run_report: Callable[[int], Outcome]
    fail_import: Callable[[int], None]
    fail_undo: Callable[[int], None]
    fail_report: Callable[[int], None]


def take_jobs(engine: Engine, queue: Queue, jobs: Jobs, stopping: Signal, busy: Signal) -> None:
    """Wait for one message and deal with it; `busy` is set for as long as that takes.

    Raises:
        Exception: database or AWS is away; wait before the next message is taken.
    """
    # Not taken while nothing can be done about it: SQS counts, and gives up after the fifth.
    with engine.connect():
        pass
    for message in queue.receive():
        busy.set()
        try:
            _take(queue, message, jobs, stopping)
        finally:
            busy.clear()


def _take(queue: Queue, message: Message, jobs: Jobs, stopping: Signal) -> None:
    if stopping.is_set():
        queue.give_back(message)
        return
    try:
        with queue.kept(message):
            outcome = _deal_with(message, jobs)
    except OUTAGE:
        with suppress(BotoCoreError, ClientError):  # then it comes back by itself, a little later
            queue.give_back(message, OUTAGE_SECONDS)
        raise
    match outcome:
        case Outcome.AGAIN:
            queue.give_back(message, _jitter())
        # Nobody's fault: SQS is not to count it, or long jobs and restarts would end up dead.
        case Outcome.BUSY:
            queue.renew(message, _jitter())
        case Outcome.STOPPED:
            queue.renew(message)
        case _:
            queue.delete(message)


def _jitter() -> int:
    return random.randint(*BUSY_SECONDS)  # noqa: S311 - no secret


def _deal_with(message: Message, jobs: Jobs) -> Outcome:
    wishes = parse_message(message.body)
    if wishes is None:
        logger.warning("message dropped that is none of ours", extra={"size": len(message.body)})
        return Outcome.DONE
    last = message.receives >= MAX_ATTEMPTS
    outcomes = {_attempt(asked, jobs, last=last) for asked in wishes}
    # What one of several could not do is tried again; those that are done take no harm.
    unfinished = (each for each in UNFINISHED if each in outcomes)
    return next(unfinished, Outcome.DONE)


def _attempt(asked: JobMessage, jobs: Jobs, *, last: bool) -> Outcome:
    try:
        return _do(asked, jobs)
    except Exception as failure:
        if _is_outage(failure):
            raise  # no fault of the job: whoever takes the message next may have more luck
        logger.exception("job failed", extra={"asked": type(asked).__name__, "last": last})
        if not last:
            return Outcome.AGAIN
        _give_up(asked, jobs)
        return Outcome.DONE


def _is_outage(failure: Exception) -> bool:
    """Say whether it may be another time, with nothing changed about the job."""
    # A statement that takes too long takes as long again, however often it is tried.
    return isinstance(failure, OUTAGE) and not isinstance(failure, QueryCanceledError)


def _do(asked: JobMessage, jobs: Jobs) -> Outcome:
    match asked:
        case ReportRequested(job_id):
            return jobs.run_report(job_id)
        case ImportRequested(job_id):
            return jobs.run_import(job_id)
        case UndoRequested(job_id):
            return jobs.run_undo(job_id)
        case Uploaded():
            found = jobs.take_upload(asked)
            return Outcome.DONE if found is None else jobs.run_import(found)


def _give_up(asked: JobMessage, jobs: Jobs) -> None:
    try:
        _fail(asked, jobs)
    except Exception as failure:
        if _is_outage(failure):
            raise
        # Such as a number that no job can have: the message is to blame, and goes.
        logger.exception("job could not be ended", extra={"asked": type(asked).__name__})


def _fail(asked: JobMessage, jobs: Jobs) -> None:
    match asked:
        case ReportRequested(job_id):
            jobs.fail_report(job_id)
        case ImportRequested(job_id):
            jobs.fail_import(job_id)
        case UndoRequested(job_id):
            jobs.fail_undo(job_id)
        case Uploaded():
            if (found := jobs.take_upload(asked)) is not None:
                jobs.fail_import(found)
