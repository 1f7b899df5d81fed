"""The sweeper: a job that nobody works on is asked for again, by what it waits for."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from ec2_batch.job_lock import job_lock
from ec2_batch.job_message import ImportRequested, JobMessage, UndoRequested, parse_message
from ec2_batch.queue import Queue
from ec2_batch.sweep import Sweeper
from ec2_batch.transaction import connect
from infra_cfn.local.aws.ministack import Ministack
from tests.conftest import Database
from tests.factories import make_import_job, make_org


@pytest.fixture
def queue(ministack: Ministack) -> Iterator[Queue]:
    sqs = ministack.client("sqs")
    url = sqs.create_queue(QueueName="sweep-left-test")["QueueUrl"]
    yield Queue(sqs, url)
    sqs.delete_queue(QueueUrl=url)


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        ("validating", ImportRequested),
        ("applying", ImportRequested),
        ("undoing", UndoRequested),
        ("ready", None),
        ("undone", None),
    ],
)
def test_a_job_that_was_left_is_asked_for_again(
    database: Database,
    engine: Engine,
    ministack: Ministack,
    bucket: str,
    queue: Queue,
    state: Any,
    asked: Any,
) -> None:
    sweep = Sweeper(engine, queue, ministack.client("s3"), bucket).sweep
    with database.owner_session() as session:
        job = make_import_job(session, make_org(session))
        job.state = state
        job_id = job.id

    with connect(engine) as connection, job_lock(connection, f"import_job:{job_id}"):
        sweep()
    assert job_id not in [job.job_id for job in waiting(queue)]
    sweep()
    asked_for = [job for job in waiting(queue) if job.job_id == job_id]
    assert asked_for == ([asked(job_id)] if asked else [])


def waiting(queue: Queue) -> list[Any]:
    """Take what the queue holds."""
    found: list[JobMessage] = []
    while messages := queue.receive(most=10, wait_seconds=1):
        for message in messages:
            found += parse_message(message.body) or []
            queue.delete(message)
    return found
