"""Redrive: what SQS has given up is tried again, once, however often it is asked for."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import Engine

from ec2_batch import take_jobs as taking
from ec2_batch.imports.import_file import import_file
from ec2_batch.job_message import import_requested
from ec2_batch.queue import Pace, Queue
from ec2_batch.redrive import DeadLetters
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import many
from tests.ec2_batch.studentcloud import Outcome, studentcloud
from tests.ec2_batch.test_take_jobs import take
from tests.factories import word

ROOT = Path(__file__).parents[2]
SQS_PATIENCE = 5  # attempts


@pytest.fixture
def letters(ministack: Ministack, deployment: Deployment) -> DeadLetters:
    """The dead letters of the job queue, of which there are none."""
    queue = Queue(ministack.client("sqs"), deployment.outputs["JobQueueUrl"], Pace(wait=1))
    found = DeadLetters.of(queue)
    for each in (found.queue, found.dead):
        each.sqs.purge_queue(QueueUrl=each.url)
    return found


@pytest.fixture
def redrive(worker_environ: Mapping[str, str], tmp_path: Path) -> Any:
    def redrive(*words: str) -> Outcome:
        variables = {**worker_environ, "PYTHONPATH": str(ROOT)}
        return studentcloud("redrive", *words, folder=tmp_path, variables=variables)

    return redrive


def test_a_job_that_an_outage_has_killed_is_done_once_it_is_sent_back(
    school: School,
    engine: Engine,
    letters: DeadLetters,
    redrive: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "OUTAGE_SECONDS", 0)
    job_id = school.upload(many(3, word("S")))
    [event] = letters.queue.receive(wait_seconds=10)
    letters.queue.delete(event)  # its own way to be done is not the point

    def lose_the_database(_id: int) -> Any:
        raise psycopg2.OperationalError

    letters.queue.send(import_requested(job_id))
    for _ in range(SQS_PATIENCE):
        with pytest.raises(psycopg2.OperationalError):
            take(engine, letters.queue, lose_the_database)
    assert letters.queue.receive() == []
    assert letters.count() == 1

    ended = redrive()
    take(engine, letters.queue, lambda job_id: import_file(school.edges, job_id))

    assert ended.out.startswith("1 message moved back to jobs: 1 import requested.\n")
    assert "`studentcloud doctor`" in ended.out
    assert school.job(job_id)["state"] == "completed"
    assert (letters.count(), letters.queue.receive()) == (0, [])


def test_looking_moves_nothing(letters: DeadLetters, redrive: Any) -> None:
    for body in (import_requested(1), import_requested(2), "what is this?"):
        letters.dead.send(body)

    for _ in range(2):
        ended = redrive("--dry-run", "--json")
        assert ended.json == {
            "queue": "jobs",
            "moved": 0,
            "found": {"import requested": 2, "not understood": 1},
            "left": 3,
            "trouble": None,
        }
    assert letters.queue.receive() == []


def test_no_more_are_moved_than_is_said(letters: DeadLetters, redrive: Any) -> None:
    for number in range(12):
        letters.dead.send(import_requested(number))

    ended = redrive("--most", "11", "--json")

    assert (ended.json["moved"], ended.json["left"]) == (11, 1)


def test_who_is_interrupted_has_lost_nothing(letters: DeadLetters) -> None:
    bodies = [import_requested(number) for number in range(5)]
    for body in bodies:
        letters.dead.send(body)

    moving = letters.move(5)
    next(moving)
    moving.close()  # the rest is claimed, and back in a minute

    moved = [message.body for message in letters.queue.receive(10)]
    claimed = letters.queue.sqs.get_queue_attributes(
        QueueUrl=letters.dead.url, AttributeNames=["ApproximateNumberOfMessagesNotVisible"]
    )["Attributes"]
    assert len(moved) == 1
    assert claimed == {"ApproximateNumberOfMessagesNotVisible": "4"}


def test_a_database_that_is_away_is_named_as_why_it_fails_again(
    letters: DeadLetters, worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    away = {"DATABASE_URL": "postgresql://batch_service@127.0.0.1:1/nowhere"}
    variables = {**worker_environ, **away, "PYTHONPATH": str(ROOT)}

    ended = studentcloud("redrive", "--dry-run", folder=tmp_path, variables=variables)

    assert ended.err.startswith("It will fail again as things are. The database: Nothing listens")
    assert ended.out == "0 messages would move back to jobs.\n"


@pytest.mark.parametrize("name", ["jobs", "standing"])
def test_every_queue_has_its_dead_letters_under_its_name(
    ministack: Ministack, deployment: Deployment, name: str
) -> None:
    output = {"jobs": "JobQueueUrl", "standing": "StandingQueueUrl"}[name]
    queue = Queue(ministack.client("sqs"), deployment.outputs[output])

    told = queue.sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["RedrivePolicy"])

    arn = json.loads(told["Attributes"]["RedrivePolicy"])["deadLetterTargetArn"]
    assert arn.rpartition(":")[2] == DeadLetters.of(queue).dead.url.rpartition("/")[2]
