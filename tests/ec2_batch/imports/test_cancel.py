"""Imports that somebody wants to end: the worker hears of it, and stops after the rows at hand."""

from dataclasses import replace
from threading import Event as Signal

import pytest
from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import OperationalError

from ec2_batch.imports.end_import import complete
from ec2_batch.imports.import_file import import_file
from ec2_batch.imports.job.heed_wish import CancelWishedError
from ec2_batch.imports.job.job import find_job
from ec2_batch.imports.job.progress import pass_fence
from ec2_batch.imports.undo.undo_import import undo_import
from ec2_batch.outcome import Outcome
from ec2_batch.transaction import connect, transaction
from schema.models import ImportCancellation
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.imports.test_rejected_rows import given_back
from tests.factories import word


def wish(school: School, job_id: int) -> None:
    """Want an import to end, as its operator; to wait for its worker would be refused."""
    with school.database.connect_as(school.operator) as operator:
        operator.execute(text("SET LOCAL lock_timeout = '1s'"))
        operator.execute(insert(ImportCancellation).values(import_job_id=job_id))
        operator.commit()


def end(cursor: Cursor, job_id: int) -> None:
    """End an import whose every row is written, as far as it is known."""
    job = find_job(cursor, job_id)
    assert job is not None
    complete(cursor, job, "its sum")


class WishBefore(Signal):
    """The moment before a chunk, at which somebody wants the import to end."""

    def __init__(self, school: School, job_id: int, chunk: int) -> None:
        super().__init__()
        self.school, self.job_id, self.left = school, job_id, chunk

    def is_set(self) -> bool:
        if self.left == 0:
            wish(self.school, self.job_id)
        self.left -= 1
        return False


class StopBefore(Signal):
    """The moment before a chunk, at which the worker has to leave."""

    def __init__(self, chunk: int) -> None:
        super().__init__()
        self.left = chunk

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_an_import_ends_after_the_rows_at_hand_and_undo_takes_them_back(school: School) -> None:
    before = school.contents()["students"]
    job_id = school.upload(heavy(many(10_000, word("S"))))
    # By then the first chunk is written for sure, and the two after it may be on their way.
    edges = replace(school.edges, stopping=WishBefore(school, job_id, 3))

    assert import_file(edges, job_id) is Outcome.DONE

    job = school.job(job_id)
    assert job["state"] == "cancelled"
    assert 1 <= job["chunk_no"] <= 3
    assert 0 < job["rows_created"] < 10_000
    assert job["message"] == (
        f"Cancelled. {job['rows_created']:,} records were written before and stay:"
        " undo the import to take them back."
    )
    school.rows("UPDATE import_job SET state = 'undoing' WHERE id = :id RETURNING 1", id=job_id)
    assert undo_import(school.edges, job_id) is Outcome.DONE
    assert school.job(job_id)["state"] == "undone"
    assert school.contents()["students"] == before


@pytest.mark.parametrize("left", [False, True])
def test_a_cancelled_import_gives_back_what_was_rejected_until_then(
    school: School, *, left: bool
) -> None:
    """So does the next worker, if the one that wrote the rows has left: it reads the file again."""
    job_id = school.upload(heavy(many(10_000, word("S"), bad=range(10, 13))))
    if left:
        assert import_file(replace(school.edges, stopping=StopBefore(3)), job_id) is Outcome.STOPPED
        wish(school, job_id)
        import_file(school.edges, job_id)
    else:
        import_file(replace(school.edges, stopping=WishBefore(school, job_id, 3)), job_id)

    job = school.job(job_id)
    assert (job["state"], job["rows_rejected"]) == ("cancelled", 3)
    assert job["rejected_rows_at"] is not None
    rejected = given_back(school, job).decode().splitlines()[1:]
    assert [row.split(",")[0] for row in rejected] == ["12", "13", "14"]
    assert school.rows(
        "SELECT type FROM outbox WHERE entity_id = :id AND type ~ 'import'", id=job_id
    ) == [{"type": "import.cancelled"}]
    [audited] = school.rows(
        "SELECT changes FROM audit_entry WHERE entity = 'import_job' AND entity_id = :id", id=job_id
    )
    assert audited["changes"]["rows_created"] == [0, job["rows_created"]]


def test_a_wish_is_taken_while_rows_are_written(school: School, engine: Engine) -> None:
    job_id = school.make_job(state="applying")

    with connect(engine) as worker:
        with transaction(worker) as cursor:
            pass_fence(cursor, job_id, 0)
            wish(school, job_id)

        with pytest.raises(CancelWishedError), transaction(worker) as cursor:
            pass_fence(cursor, job_id, 1)

    assert school.job(job_id)["chunk_no"] == 1


def test_an_import_left_by_its_worker_ends_when_the_next_takes_it(school: School) -> None:
    job_id = school.upload(many(3, word("S")))
    wish(school, job_id)

    assert import_file(school.edges, job_id) is Outcome.DONE

    job = school.job(job_id)
    assert (job["state"], job["rows_created"]) == ("cancelled", 0)
    assert job["message"] == "Cancelled before any record was written."


def test_a_plan_that_nobody_wants_any_more_is_not_left_to_be_applied(school: School) -> None:
    job_id = school.upload(many(3, word("S")), auto_apply=False)
    wish(school, job_id)

    assert import_file(school.edges, job_id) is Outcome.DONE

    assert (school.job(job_id)["state"], school.job(job_id)["plan"]) == ("cancelled", None)


def test_a_wish_during_the_last_rows_is_heard_and_none_comes_after(
    school: School, engine: Engine
) -> None:
    heard, late = (school.make_job(state="applying", rows_expected=1) for _ in range(2))
    wish(school, heard)

    with connect(engine) as worker:
        with pytest.raises(CancelWishedError), transaction(worker) as cursor:
            end(cursor, heard)
        with transaction(worker) as cursor:
            end(cursor, late)
            with pytest.raises(OperationalError) as refusal:
                wish(school, late)

    assert isinstance(refusal.value.orig, LockNotAvailable)
    assert school.job(late)["state"] == "completed"
