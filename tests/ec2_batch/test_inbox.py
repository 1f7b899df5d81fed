"""The inbox: a file in an operator's folder becomes that operator's import, and nobody else's."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event as Signal
from typing import Any
from urllib.parse import quote_plus

import pytest
from sqlalchemy import Engine, text

from ec2_batch.imports.end_import import fail_import
from ec2_batch.imports.import_file import import_file
from ec2_batch.outcome import Outcome
from ec2_batch.queue import Pace, Queue
from ec2_batch.take_jobs import Jobs, take_jobs
from ec2_batch.take_upload import take_upload
from infra_cfn.deploy import Deployment
from infra_cfn.local.aws.ministack import Ministack
from schema.access.roles import Role
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import many
from tests.factories import make_caller, make_org, word


@dataclass
class Inbox:
    """A school's bucket, the queue that tells of it, and a worker that takes one message."""

    school: School
    engine: Engine
    queue: Queue

    def put(self, path: str, body: str, **metadata: str) -> dict[str, Any]:
        """Put a file below inbox/; return the version of it as S3 tells of it."""
        s3, bucket = self.school.edges.s3, self.school.edges.bucket
        names = {name.replace("_", "-"): value for name, value in metadata.items()}
        put = s3.put_object(Bucket=bucket, Key=f"inbox/{path}", Body=body.encode(), Metadata=names)
        etag = put["ETag"].strip('"')
        return {
            "key": quote_plus(f"inbox/{path}", safe="/"),
            "size": len(body.encode()),
            "eTag": etag,
            "versionId": put["VersionId"],
        }

    def take(self) -> None:
        """Take the next message, which is there or on its way."""
        edges = self.school.edges
        jobs = Jobs(
            take_upload=partial(take_upload, edges),
            run_import=partial(import_file, edges),
            run_undo=lambda _id: Outcome.DONE,
            run_report=lambda _id: Outcome.DONE,
            fail_import=partial(fail_import, self.engine),
            fail_undo=lambda _id: None,
            fail_report=lambda _id: None,
        )
        take_jobs(self.engine, self.queue, jobs, Signal(), Signal())

    def tell(self, told: dict[str, Any], **more: str) -> None:
        """Deliver an event as S3 sends it to a queue by itself, and have it taken."""
        s3 = {"bucket": {"name": self.school.edges.bucket}, "object": told | more}
        self.queue.send(json.dumps({"Records": [{"eventName": "ObjectCreated:Put", "s3": s3}]}))
        self.take()

    def jobs(self) -> list[dict[str, Any]]:
        return self.school.rows("SELECT * FROM import_job WHERE org_id = :org ORDER BY id")


@pytest.fixture
def told_queue(ministack: Ministack, deployment: Deployment) -> Queue:
    """The queue that the bucket's events come to, without what other tests left in it."""
    queue = Queue(ministack.client("sqs"), deployment.outputs["JobQueueUrl"], Pace(wait=5))
    queue.sqs.purge_queue(QueueUrl=queue.url)
    return queue


@pytest.fixture
def inbox(school: School, engine: Engine, told_queue: Queue) -> Inbox:
    return Inbox(school, engine, told_queue)


@pytest.fixture
def silent(school: School, engine: Engine, ministack: Ministack) -> Inbox:
    """An inbox whose events are delivered by hand."""
    url = ministack.client("sqs").create_queue(QueueName="inbox-test")["QueueUrl"]
    return Inbox(school, engine, Queue(ministack.client("sqs"), url, Pace(wait=1)))


def test_a_file_in_an_operators_folder_waits_for_the_operator_to_apply_it(inbox: Inbox) -> None:
    operator = inbox.school.operator
    inbox.put(f"{operator.subject}/Students 2026+27.csv", many(3, word("S")))

    inbox.take()

    [job] = inbox.jobs()
    assert (job["state"], job["auto_apply"], job["rows_total"]) == ("ready", False, 3)
    assert (job["requested_by"], job["requested_role"]) == (operator.subject, "operator")
    assert job["file_name"] == "Students 2026+27.csv"
    with inbox.school.database.connect_as(operator) as eyes:
        seen = eyes.scalar(text("SELECT id FROM import_job WHERE object_key LIKE 'inbox/%'"))
    assert seen == job["id"]


def test_a_file_that_asks_for_it_is_applied_at_once(inbox: Inbox) -> None:
    folder = inbox.school.operator.subject
    inbox.put(f"{folder}/students.csv", many(3, word("S")), auto_apply="yes")

    inbox.take()

    [job] = inbox.jobs()
    assert (job["state"], job["rows_created"]) == ("completed", 3)


def test_the_same_object_told_of_twice_is_one_import(silent: Inbox) -> None:
    told = silent.put(f"{silent.school.operator.subject}/students.csv", many(3, word("S")))
    without_version = {name: value for name, value in told.items() if name != "versionId"}

    for event in (told, told, without_version):
        silent.tell(event, sequencer="0A")

    assert [job["state"] for job in silent.jobs()] == ["ready"]


def test_each_version_of_a_file_is_an_import_of_its_own(silent: Inbox) -> None:
    path = f"{silent.school.operator.subject}/students.csv"
    first, second = silent.put(path, many(3, word("S"))), silent.put(path, many(5, word("S")))

    silent.tell(first, sequencer="0a")
    silent.tell(second, sequencer="0B1")

    assert [(job["state"], job["rows_total"]) for job in silent.jobs()] == [
        ("ready", 3),
        ("ready", 5),
    ]


def test_a_file_that_comes_after_its_successor_is_left_out_and_says_so(silent: Inbox) -> None:
    path = f"{silent.school.operator.subject}/students.csv"
    first, second = silent.put(path, many(3, word("S"))), silent.put(path, many(5, word("S")))

    silent.tell(second, sequencer="0B")
    silent.tell(first, sequencer="0ab")

    newer, older = silent.jobs()
    assert (newer["state"], older["state"]) == ("ready", "cancelled")
    assert "A newer file of the same name" in older["message"]


def test_a_file_that_was_replaced_before_it_was_read_says_so(silent: Inbox) -> None:
    path = f"{silent.school.operator.subject}/students.csv"
    told = silent.put(path, many(3, word("S")))
    del told["versionId"]  # a bucket without versions has only the last one
    silent.put(path, many(5, word("S")))

    silent.tell(told, sequencer="0A")

    [job] = silent.jobs()
    assert job["state"] == "failed"
    assert "removed or replaced before it was read" in job["message"]


@pytest.mark.parametrize(
    "name", ["photo.png", "students", "more/students.csv", "students\n.csv", "s" * 200 + ".csv"]
)
def test_a_name_that_is_no_file_of_ours_is_named_in_an_invalid_job(
    silent: Inbox, name: str
) -> None:
    told = silent.put(f"{silent.school.operator.subject}/{name}", many(3, word("S")))

    silent.tell(told, sequencer="0A")

    [job] = silent.jobs()
    assert job["state"] == "invalid"
    assert job["file_name"] in job["message"]
    assert job["file_name"] == name.replace("\n", "\N{REPLACEMENT CHARACTER}")[-200:]
    assert [issue["code"] for issue in silent.school.issues(job["id"])] == ["NOT_A_FILE_OF_OURS"]


def folder_of_a_registrar(school: School) -> str:
    with school.database.owner_session() as session:
        return make_caller(session, Role.REGISTRAR, org=make_org(session)).subject


def folder_of_somebody_who_left(school: School) -> str:
    school.rows(
        "UPDATE account SET status = 'inactive' WHERE subject = :subject RETURNING id",
        subject=school.operator.subject,
    )
    return school.operator.subject


@pytest.mark.parametrize(
    "folder",
    [folder_of_a_registrar, folder_of_somebody_who_left, lambda _: "nobody", lambda _: ""],
)
def test_a_folder_that_is_no_operators_imports_nothing(
    silent: Inbox, folder: Callable[[School], str]
) -> None:
    path = f"{folder(silent.school)}/{word('students')}.csv"

    silent.tell(silent.put(path, many(3, word("S"))), sequencer="0A")

    assert (
        silent.school.rows("SELECT id FROM import_job WHERE object_key = :k", k=f"inbox/{path}")
        == []
    )
    assert silent.queue.receive(wait_seconds=1) == []


@pytest.mark.parametrize("folder", ["", "older/"])
def test_a_folder_that_somebody_makes_by_hand_is_no_file(silent: Inbox, folder: str) -> None:
    silent.tell(silent.put(f"{silent.school.operator.subject}/{folder}", ""), sequencer="0A")

    assert silent.jobs() == []
