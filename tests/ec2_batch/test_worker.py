"""The worker: a file in the bucket becomes rows, whatever happens to the worker meanwhile."""

import re
import signal
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from schema.access.caller import WORKER
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.worker_process import eventually, kill, running_worker
from tests.factories import word

ENDED = ("completed", "completed_with_issues", "invalid", "failed")


def ended(school: School, job_id: int) -> bool:
    return school.job(job_id)["state"] in ENDED


def test_an_upload_is_imported_by_itself(
    school: School, worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    with running_worker(worker_environ, tmp_path / "log") as worker:
        job_id = school.upload(many(10, word("S"), bad=range(2)))
        eventually(lambda: ended(school, job_id), worker)

    job = school.job(job_id)
    assert (job["state"], job["rows_created"], job["rows_rejected"]) == (
        "completed_with_issues", 8, 2,
    )  # fmt: skip


def test_a_bad_file_leaves_the_worker_alive_and_the_queue_empty(
    school: School,
    worker_environ: Mapping[str, str],
    tmp_path: Path,
    ministack: Ministack,
    deployment: Deployment,
) -> None:
    sqs, queue = ministack.client("sqs"), deployment.outputs["JobQueueUrl"]
    # What workers killed by other tests had in hand would be invisible for two minutes.
    sqs.purge_queue(QueueUrl=queue)
    with running_worker(worker_environ, tmp_path / "log") as worker:
        for poison in ("not json", '{"detail-type": "report.requested", "detail": {}}', "{}"):
            sqs.send_message(QueueUrl=queue, MessageBody=poison)
        bad, good = school.upload(b"\x89PNG\r\n\x1a\n\0\0\0"), school.upload(many(3, word("S")))
        eventually(lambda: ended(school, bad) and ended(school, good), worker)

        def nothing_waits() -> bool:
            names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
            return all(count == "0" for count in found.values())

        eventually(nothing_waits, worker)
    assert (school.job(bad)["state"], school.job(good)["state"]) == ("invalid", "completed")


def test_a_worker_killed_again_and_again_leaves_what_an_undisturbed_one_does(
    make_school: Callable[[], School], worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    undisturbed, disturbed = make_school(), make_school()

    def file_for(prefix: str) -> str:
        # A duplicate of an early row near the end is found after a restart as well.
        return heavy(many(7_000, prefix, bad=range(500, 700)) + f"{prefix}5,Again,Row,\n")

    # As long as an older transaction runs, no event leaves the outbox: they can be counted.
    with undisturbed.database.connect_as(dict(WORKER)) as older:
        older.exec_driver_sql("SELECT pg_current_xact_id()")
        undisturbed.run(file_for("u"))
        job_id = disturbed.upload(file_for("d"))
        for chunks in (0, 1, 2):
            with running_worker(worker_environ, tmp_path / "log") as worker:
                eventually(partial(reached, disturbed, job_id, chunks), worker)
                kill(worker)
        assert not ended(disturbed, job_id)
        with running_worker(worker_environ, tmp_path / "log") as worker:
            eventually(lambda: ended(disturbed, job_id), worker)
        expected, found = undisturbed.contents(), disturbed.contents()

    assert len(expected["students"]) == len(expected["events"]) == 6_800
    assert comparable(found, "d") == comparable(expected, "u")


def reached(school: School, job_id: int, chunks: int) -> bool:
    job = school.job(job_id)
    return bool(job["state"] != "awaiting_upload" and job["chunk_no"] >= chunks)


def comparable(contents: dict[str, list[dict[str, Any]]], prefix: str) -> dict[str, str]:
    """Return what a school holds without the prefix that tells its students from others'."""
    for row in contents["students"] + contents["jobs"]:
        for name in ("src_hash", "sha256"):  # of names with the prefix
            row.pop(name, None)
    own = re.compile(rf"(?<=['“]){prefix}(?=\d)")
    return {name: own.sub("", str(rows)) for name, rows in contents.items()}


def test_a_worker_that_is_asked_to_end_finishes_its_chunk_and_gives_the_rest_back(
    school: School, worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    job_id = school.upload(heavy(many(10_000, word("S"))))
    with running_worker(worker_environ, tmp_path / "log") as worker:
        eventually(lambda: school.job(job_id)["chunk_no"] >= 1, worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
    job = school.job(job_id)
    assert job["state"] == "applying"
    assert 0 < job["rows_total"] < 10_000

    with running_worker(worker_environ, tmp_path / "log") as worker:
        eventually(lambda: ended(school, job_id), worker)
    assert school.job(job_id)["rows_created"] == 10_000


def test_two_workers_share_a_queue_and_no_job(
    school: School, worker_environ: Mapping[str, str], tmp_path: Path
) -> None:
    with (
        running_worker(worker_environ, tmp_path / "1") as one,
        running_worker(worker_environ, tmp_path / "2"),
    ):
        jobs = [school.upload(many(2_500, word("S"))) for _ in range(4)]
        eventually(lambda: all(ended(school, job_id) for job_id in jobs), one)

    assert [school.job(job_id)["rows_created"] for job_id in jobs] == [2_500] * 4
    changes = school.rows(
        "SELECT count(*) AS all, count(DISTINCT record_id) AS apart"
        " FROM import_change, unnest(entity_ids) AS record_id WHERE import_job_id = ANY (:jobs)",
        jobs=jobs,
    )
    assert changes == [{"all": 10_000, "apart": 10_000}]


def test_a_job_whose_message_was_lost_is_found_by_the_sweeper(
    school: School,
    worker_environ: Mapping[str, str],
    tmp_path: Path,
    ministack: Ministack,
    deployment: Deployment,
) -> None:
    job_id = school.upload(many(10, word("S")))
    ministack.client("sqs").purge_queue(QueueUrl=deployment.outputs["JobQueueUrl"])
    school.rows(
        "UPDATE import_job SET created_at = now() - interval '1 minute' WHERE id = :id"
        " RETURNING id",
        id=job_id,
    )

    with running_worker(worker_environ, tmp_path / "log") as worker:
        eventually(lambda: ended(school, job_id), worker)

    assert school.job(job_id)["rows_created"] == 10
