"""Faults of delivery: whatever breaks, the records are as if nothing had."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError
from sqlalchemy import Engine

from ec2_batch import take_jobs as taking
from ec2_batch.imports.import_file import import_file
from ec2_batch.job_message import import_requested, undo_requested
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Pace, Queue
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.conftest import TODAY, School
from tests.ec2_batch.cutting_proxy import cutting_proxy
from tests.ec2_batch.imports.test_import_students import many
from tests.ec2_batch.test_take_jobs import take
from tests.ec2_batch.test_worker import comparable, ended
from tests.ec2_batch.worker_process import eventually, running_worker
from tests.factories import word

# A worker that is killed when it is about to take its message off the queue.
KILLED_BEFORE_DELETE = """
import os, signal
from ec2_batch.queue import Queue
delete = Queue.delete

def deadly(queue, message):
    if %r in message.body:  # others may still be on their way from other tests
        os.kill(os.getpid(), signal.SIGKILL)
    delete(queue, message)

Queue.delete = deadly
"""
ROWS = 4_500
LARGE = 60_000  # rows, some 3 MB: more than is read at once
BROKEN_AFTER = 1_500_000  # bytes


def file_of(prefix: str) -> str:
    return many(ROWS, prefix, bad=range(500, 700))


def compare(disturbed: School, prefix: str, undisturbed: School, other: str) -> None:
    """Have the same file imported without a fault, and compare everything it left."""
    undisturbed.run(file_of(other))
    expected, found = undisturbed.contents(), disturbed.contents()
    for contents in (expected, found):
        contents.pop("events")  # a worker has relayed some
    assert len(found["students"]) == ROWS - 200
    assert comparable(found, prefix) == comparable(expected, other)


def test_a_message_that_nobody_keeps_goes_round_and_its_job_is_done_once(
    make_school: Callable[[], School],
    engine: Engine,
    ministack: Ministack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "BUSY_SECONDS", (0, 0))
    school, sqs = make_school(), ministack.client("sqs")
    job_id = school.upload(file_of("a"))
    url = sqs.create_queue(QueueName="faults-test")["QueueUrl"]
    # The heart never beats: after a second the message is anybody's.
    queue = Queue(sqs, url, Pace(wait=1, claim=5, visible_again=1, heartbeat=3600))
    queue.send(import_requested(job_id))
    gone_round = Signal()

    def today() -> date:  # which an import asks for once it has the job
        assert gone_round.wait(60)
        return TODAY

    def note(job_id: int) -> Outcome:
        outcome = import_file(replace(school.edges, today=today), job_id)
        if outcome is Outcome.BUSY:
            gone_round.set()
        return outcome

    def work() -> None:
        while not ended(school, job_id):
            with suppress(ClientError):  # as the worker's loop does: it was somebody else's
                take(engine, queue, note)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    compare(school, "a", make_school(), "b")


def test_a_worker_killed_between_its_last_commit_and_its_message_leaves_nothing_to_do(
    make_school: Callable[[], School],
    worker_environ: Mapping[str, str],
    tmp_path: Path,
    ministack: Ministack,
    deployment: Deployment,
) -> None:
    school, sqs = make_school(), ministack.client("sqs")
    queue = Queue(sqs, deployment.outputs["JobQueueUrl"])
    sqs.purge_queue(QueueUrl=queue.url)
    job_id = school.upload(file_of("c"))
    fault = KILLED_BEFORE_DELETE % school.job(job_id)["object_key"]
    with running_worker(worker_environ, tmp_path / "log", fault) as worker:
        assert worker.wait(timeout=120) == -9
    assert ended(school, job_id)

    with running_worker(worker_environ, tmp_path / "log") as worker:
        eventually(partial(empty, queue), worker)

    compare(school, "c", make_school(), "d")


def test_messages_that_come_twice_and_in_any_order_change_nothing(
    make_school: Callable[[], School],
    worker_environ: Mapping[str, str],
    tmp_path: Path,
    ministack: Ministack,
    deployment: Deployment,
) -> None:
    school, queue = make_school(), Queue(ministack.client("sqs"), deployment.outputs["JobQueueUrl"])
    queue.sqs.purge_queue(QueueUrl=queue.url)
    job_id = school.upload(file_of("e"))
    # To be undone before it is imported, with S3's own word for it last, and all of it again.
    for message in 3 * [undo_requested, import_requested]:
        queue.send(message(job_id))

    with (
        running_worker(worker_environ, tmp_path / "1") as one,
        running_worker(worker_environ, tmp_path / "2"),
    ):
        eventually(lambda: ended(school, job_id), one)
        eventually(partial(empty, queue), one)

    compare(school, "e", make_school(), "f")


def empty(queue: Queue) -> bool:
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = queue.sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=names)["Attributes"]
    return set(found.values()) == {"0"}


@pytest.mark.parametrize("reset", [True, False], ids=["reset", "hung up"])
def test_a_line_that_breaks_in_the_middle_of_a_file_is_taken_up_where_it_broke(
    school: School, ministack: Ministack, *, reset: bool
) -> None:
    job_id = school.upload(many(LARGE, word("S")), auto_apply=False)

    with cutting_proxy(ministack, BROKEN_AFTER, times=2, reset=reset) as proxy:
        import_file(replace(school.edges, s3=proxy.client()), job_id)

    assert proxy.cuts == 2
    job = school.job(job_id)
    assert (job["state"], job["rows_total"], job["rows_rejected"]) == ("ready", LARGE, 0)


def test_a_file_that_is_replaced_while_it_is_read_is_read_to_its_end(
    school: School, ministack: Ministack
) -> None:
    job_id = school.upload(many(LARGE, word("S")), auto_apply=False)
    overwrite = partial(put_another, school, job_id)

    with cutting_proxy(ministack, BROKEN_AFTER, times=1, on_cut=overwrite) as proxy:
        import_file(replace(school.edges, s3=proxy.client()), job_id)

    assert (school.job(job_id)["state"], school.job(job_id)["rows_total"]) == ("ready", LARGE)


def test_without_versions_a_file_that_is_replaced_while_it_is_read_ends_its_import(
    school: School, ministack: Ministack
) -> None:
    school.edges.s3.create_bucket(Bucket="no-versions")
    school.edges = replace(school.edges, bucket="no-versions")
    job_id = school.upload(many(LARGE, word("S")), auto_apply=False)
    overwrite = partial(put_another, school, job_id)

    with cutting_proxy(ministack, BROKEN_AFTER, times=1, on_cut=overwrite) as proxy:
        import_file(replace(school.edges, s3=proxy.client()), job_id)

    job = school.job(job_id)
    assert job["state"] == "failed"
    assert "replaced before it was read. Upload it again." in job["message"]


def put_another(school: School, job_id: int) -> None:
    key = school.job(job_id)["object_key"]
    school.edges.s3.put_object(Bucket=school.edges.bucket, Key=key, Body=b"name,email,course\n")
