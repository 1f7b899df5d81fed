"""A job that kills every worker is given up, and only such a one."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from ec2_batch.imports.import_file import import_file
from ec2_batch.imports.job.tries import MOST_TRIES
from ec2_batch.imports.undo.undo_import import undo_import
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Queue
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.imports.test_undo import OneChunk
from tests.ec2_batch.test_delivery_faults import empty
from tests.ec2_batch.test_worker import ended
from tests.ec2_batch.worker_process import eventually, running_worker
from tests.factories import word

# A file with a certain column is the death of whoever reads its rows.
KILLED_BY_FILE = """
import os, signal
from ec2_batch.imports.rows.validate import Validator
validate = Validator.validate
def killed_or_validate(self, cells):
    if "deadly" in self.layout.header:
        os.kill(os.getpid(), signal.SIGKILL)
    return validate(self, cells)
Validator.validate = killed_or_validate
"""


def test_a_file_that_kills_every_worker_is_given_up_and_others_are_imported(
    school: School,
    worker_environ: Mapping[str, str],
    tmp_path: Path,
    ministack: Ministack,
    deployment: Deployment,
) -> None:
    queue = Queue(ministack.client("sqs"), deployment.outputs["JobQueueUrl"])
    queue.sqs.purge_queue(QueueUrl=queue.url)
    deadly = school.upload(f"student_number,given_name,deadly\n{word('S')},Ada,x\n")
    for _ in range(MOST_TRIES):
        with running_worker(worker_environ, tmp_path / "log", KILLED_BY_FILE) as worker:
            assert worker.wait(timeout=120) == -9
    assert not ended(school, deadly)

    good = school.upload(many(3, word("S")))
    with running_worker(worker_environ, tmp_path / "log", KILLED_BY_FILE) as worker:
        eventually(lambda: ended(school, deadly) and ended(school, good), worker)
        eventually(lambda: empty(queue), worker)

    job = school.job(deadly)
    assert (job["state"], school.job(good)["state"]) == ("failed", "completed")
    assert job["message"].startswith("Reading this file has ended 3 workers, one after the other")
    assert [issue["code"] for issue in school.issues(deadly)] == ["KILLS_WORKERS"]
    changes = school.rows("SELECT 1 FROM import_change WHERE import_job_id = :id", id=deadly)
    assert changes == []


def left(school: School, job_id: int, tries: int) -> None:
    """Leave a job as so many killed workers do."""
    school.rows(
        "UPDATE import_job SET tries = :tries WHERE id = :id RETURNING id", id=job_id, tries=tries
    )


class Never(Signal):
    """A worker that is told to end before it does anything."""

    def is_set(self) -> bool:
        return True


@pytest.mark.parametrize(("stopping", "tries"), [(Never(), MOST_TRIES - 1), (OneChunk(), 0)])
def test_who_leaves_alive_does_not_count_and_a_chunk_begins_a_new_count(
    school: School, stopping: Signal, tries: int
) -> None:
    job_id = school.upload(heavy(many(5_000, word("S"))))
    left(school, job_id, MOST_TRIES - 1)

    assert import_file(replace(school.edges, stopping=stopping), job_id) is Outcome.STOPPED

    assert school.job(job_id)["tries"] == tries
    assert import_file(school.edges, job_id) is Outcome.DONE
    assert (school.job(job_id)["state"], school.job(job_id)["tries"]) == ("completed", 0)


def test_an_outage_does_not_count(school: School) -> None:
    job_id = school.upload(many(3, word("S")))
    away: Any = Away()

    for _ in range(MOST_TRIES + 1):
        with pytest.raises(OSError, match="away"):
            import_file(replace(school.edges, s3=away), job_id)

    assert import_file(school.edges, job_id) is Outcome.DONE
    assert school.job(job_id)["state"] == "completed"


class Away:
    """S3 during an outage."""

    def head_object(self, **_asked: Any) -> None:
        raise OSError("away")


@pytest.fixture
def undoing(school: School) -> int:
    job_id: int = school.run(many(3, word("S")))["id"]
    undo_it(school, job_id)
    return job_id


def undo_it(school: School, job_id: int) -> None:
    school.rows("UPDATE import_job SET state = 'undoing' WHERE id = :id RETURNING id", id=job_id)


def test_an_undo_that_kills_every_worker_is_given_up_and_can_be_begun_again(
    school: School, undoing: int
) -> None:
    left(school, undoing, MOST_TRIES)

    assert undo_import(school.edges, undoing) is Outcome.DONE

    job = school.job(undoing)
    assert (job["state"], job["message"][:32]) == ("failed", "The undo could not be finished. ")
    undo_it(school, undoing)
    assert undo_import(school.edges, undoing) is Outcome.DONE
    assert school.job(undoing)["state"] == "undone"
