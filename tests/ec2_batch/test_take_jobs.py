"""The job queue: a job that cannot be done ends in a state, not in a queue of dead messages."""

from collections.abc import Iterator
from threading import Event as Signal
from typing import Any

import psycopg2
import pytest
from sqlalchemy import Engine

from ec2_batch import queue as queues
from ec2_batch import take_jobs as taking
from ec2_batch.imports.end_import import fail_import
from ec2_batch.job_message import import_requested
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Queue
from ec2_batch.take_jobs import MAX_ATTEMPTS, Jobs, take_jobs
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.conftest import School


@pytest.fixture
def queue(ministack: Ministack) -> Iterator[Queue]:
    sqs = ministack.client("sqs")
    url = sqs.create_queue(QueueName="take-jobs-test")["QueueUrl"]
    yield Queue(sqs, url)
    sqs.delete_queue(QueueUrl=url)


def jobs(engine: Engine, run_import: Any) -> Jobs:
    return Jobs(
        find_import=lambda _bucket, _key: None,
        run_import=run_import,
        run_report=lambda _id: Outcome.DONE,
        fail_import=lambda job_id: fail_import(engine, job_id),
        fail_report=lambda _id: None,
    )


def take(engine: Engine, queue: Queue, run_import: Any, stopping: Signal | None = None) -> None:
    take_jobs(engine, queue, jobs(engine, run_import), stopping or Signal(), Signal())


def test_a_job_that_always_fails_ends_as_failed(
    school: School, engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    job_id = school.make_job()
    queue.send(import_requested(job_id))
    tried = []

    def fail(found: int) -> Outcome:
        tried.append(found)
        raise ZeroDivisionError

    for _ in range(MAX_ATTEMPTS):
        take(engine, queue, fail)

    assert tried == [job_id] * MAX_ATTEMPTS
    job = school.job(job_id)
    assert (job["state"], "could not be finished" in job["message"]) == ("failed", True)
    assert queue.receive(wait_seconds=1) == []


def test_an_outage_is_no_fault_of_the_job(
    school: School, engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "OUTAGE_SECONDS", 0)
    job_id = school.make_job()
    queue.send(import_requested(job_id))

    def lose_the_database(_id: int) -> Outcome:
        raise psycopg2.OperationalError

    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(psycopg2.OperationalError):
            take(engine, queue, lose_the_database)

    assert school.job(job_id)["state"] == "awaiting_upload"
    assert len(queue.receive(wait_seconds=1)) == 1


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.STOPPED, Outcome.BUSY])
def test_only_what_is_done_leaves_the_queue(
    engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch, outcome: Outcome
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    queue.send(import_requested(1))

    take(engine, queue, lambda _id: outcome)

    assert len(queue.receive(wait_seconds=1)) == (outcome is not Outcome.DONE)


def test_a_worker_that_ends_starts_nothing_more(engine: Engine, queue: Queue) -> None:
    queue.send(import_requested(1))
    stopping = Signal()
    stopping.set()

    take(engine, queue, lambda _id: pytest.fail("it was started"), stopping)

    assert len(queue.receive(wait_seconds=1)) == 1


def test_a_message_stays_with_who_works_on_it_however_long_that_takes(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "VISIBLE_AGAIN_SECONDS", 2)
    monkeypatch.setattr(queues, "HEARTBEAT_SECONDS", 0.3)
    queue.send("long work")
    [message] = queue.receive(wait_seconds=1)

    with queue.kept(message):
        assert queue.receive(wait_seconds=4) == []
    assert len(queue.receive(wait_seconds=4)) == 1
