"""The job queue: a job that cannot be done ends in a state, not in a queue of dead messages."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from threading import Event as Signal
from typing import Any

import psycopg2
import pytest
from sqlalchemy import Engine

from ec2_batch import take_jobs as taking
from ec2_batch.imports.end_import import fail_import
from ec2_batch.imports.import_file import import_file
from ec2_batch.job_message import import_requested, undo_requested
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Pace, Queue
from ec2_batch.take_jobs import MAX_ATTEMPTS, Jobs, take_jobs
from ec2_batch.transaction import connect, transaction
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.conftest import School


@pytest.fixture
def queue(ministack: Ministack) -> Iterator[Queue]:
    sqs = ministack.client("sqs")
    dead = sqs.create_queue(QueueName="take-jobs-test-dead")["QueueUrl"]
    [arn] = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])[
        "Attributes"
    ].values()
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    url = sqs.create_queue(QueueName="take-jobs-test", Attributes={"RedrivePolicy": redrive})[
        "QueueUrl"
    ]
    yield Queue(sqs, url, Pace(wait=2))
    for each in (url, dead):
        sqs.delete_queue(QueueUrl=each)


def jobs(engine: Engine, run_import: Any) -> Jobs:
    return Jobs(
        take_upload=lambda _uploaded: None,
        run_import=run_import,
        run_undo=lambda _id: Outcome.DONE,
        run_report=lambda _id: Outcome.DONE,
        fail_import=lambda job_id: fail_import(engine, job_id),
        fail_undo=lambda _id: None,
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


def test_a_job_whose_statement_always_takes_too_long_ends_as_failed(
    school: School, engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    job_id = school.make_job()
    queue.send(import_requested(job_id))

    def wait_in_vain(_id: int) -> Outcome:
        with connect(engine) as connection, transaction(connection) as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20; SELECT pg_sleep(60)")
        return Outcome.DONE

    for _ in range(MAX_ATTEMPTS):
        take(engine, queue, wait_in_vain)

    assert school.job(job_id)["state"] == "failed"
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


@pytest.mark.parametrize("outcome", [Outcome.STOPPED, Outcome.BUSY])
def test_a_job_that_others_have_or_restarts_delay_is_never_given_up(
    engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch, outcome: Outcome
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    queue.send(import_requested(1), trace_header="Root=1-2-3")

    for _ in range(7):  # two more than SQS has patience for
        take(engine, queue, lambda _id: outcome)

    [message] = queue.receive(wait_seconds=1)
    assert (message.body, message.receives) == (import_requested(1), 1)
    assert message.trace_header == "Root=1-2-3"


def test_a_worker_that_ends_starts_nothing_more(engine: Engine, queue: Queue) -> None:
    queue.send(import_requested(1))
    stopping = Signal()
    stopping.set()

    take(engine, queue, lambda _id: pytest.fail("it was started"), stopping)

    assert len(queue.receive(wait_seconds=1)) == 1


@pytest.mark.parametrize(
    ("body", "warnings"),
    [
        ('{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}', []),
        ('{"hello": "world"}', ["message dropped that is none of ours"]),
    ],
)
def test_what_asks_for_nothing_is_dropped_and_said_unless_s3_only_tests(
    engine: Engine,
    queue: Queue,
    caplog: pytest.LogCaptureFixture,
    body: str,
    warnings: list[str],
) -> None:
    queue.send(body)

    take(engine, queue, lambda _id: pytest.fail("it was started"))

    assert [r.message for r in caplog.records if r.levelno >= logging.WARNING] == warnings
    assert queue.receive(wait_seconds=1) == []


def test_a_number_that_no_job_can_have_is_dropped_as_well(
    school: School, engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    queue.send(import_requested(10**30))

    for _ in range(MAX_ATTEMPTS):
        take(engine, queue, lambda job_id: import_file(school.edges, job_id))

    assert queue.receive(wait_seconds=1) == []


def test_a_message_stays_with_who_works_on_it_however_long_that_takes(queue: Queue) -> None:
    queue = replace(queue, pace=Pace(visible_again=2, heartbeat=0.3))
    queue.send("long work")
    [message] = queue.receive(wait_seconds=1)

    with queue.kept(message):
        assert queue.receive(wait_seconds=4) == []
    assert len(queue.receive(wait_seconds=4)) == 1


def test_a_message_that_came_to_a_dead_worker_is_back_in_a_moment(queue: Queue) -> None:
    queue = replace(queue, pace=Pace(claim=1))
    queue.send("work")
    assert queue.receive(wait_seconds=1)

    [again] = queue.receive(wait_seconds=10)

    assert again.receives == 2


def test_a_message_is_sent_anew_before_sqs_would_take_it_back(queue: Queue) -> None:
    queue = replace(queue, pace=Pace(heartbeat=0.1, renew=0.2))
    queue.send("long work")
    [message] = queue.receive(wait_seconds=1)

    with queue.kept(message):
        [copy] = queue.receive(wait_seconds=10)
    queue.delete(message)  # which is done, and not there any more

    assert (copy.body, copy.receives) == ("long work", 1)
    queue.delete(copy)
    assert queue.receive(wait_seconds=1) == []


def test_an_undo_that_always_fails_ends_too(
    engine: Engine, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    queue.send(undo_requested(7))
    tried, given_up = [], []

    def fail(found: int) -> Outcome:
        tried.append(found)
        raise ZeroDivisionError

    undoing = replace(jobs(engine, pytest.fail), run_undo=fail, fail_undo=given_up.append)
    for _ in range(MAX_ATTEMPTS):
        take_jobs(engine, queue, undoing, Signal(), Signal())

    assert (tried, given_up) == ([7] * MAX_ATTEMPTS, [7])
    assert queue.receive(wait_seconds=1) == []
