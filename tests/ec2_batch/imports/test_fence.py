"""The fence: of two workers on one job, one writes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from ec2_batch.imports.import_file import import_file
from ec2_batch.imports.job.job import FencedError
from ec2_batch.imports.job.progress import pass_fence
from ec2_batch.job_lock import job_lock
from ec2_batch.outcome import Outcome
from ec2_batch.transaction import connect, transaction
from tests.ec2_batch.conftest import School
from tests.ec2_batch.imports.test_import_students import many
from tests.factories import word


def test_a_job_that_another_worker_has_is_left_alone(school: School, engine: Engine) -> None:
    job_id = school.upload(many(5, word("S")))

    with connect(engine) as other, job_lock(other, f"import_job:{job_id}") as locked:
        assert locked
        assert import_file(school.edges, job_id) is Outcome.BUSY

    assert import_file(school.edges, job_id) is Outcome.DONE


def test_a_chunk_is_taken_once_however_many_try(school: School, engine: Engine) -> None:
    job_id = school.make_job(state="applying")

    def attempt(_number: int) -> bool:
        try:
            with connect(engine) as connection, transaction(connection) as cursor:
                pass_fence(cursor, job_id, 0)
        except FencedError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(attempt, range(8)))

    assert taken.count(True) == 1
    assert school.job(job_id)["chunk_no"] == 1


@pytest.mark.parametrize("state", ["cancelled", "completed", "failed"])
def test_a_job_that_was_ended_by_somebody_writes_no_more(
    school: School, engine: Engine, state: str
) -> None:
    job_id = school.make_job(state=state)

    with (
        connect(engine) as connection,
        pytest.raises(FencedError),
        transaction(connection) as cursor,
    ):
        pass_fence(cursor, job_id, 0)


def test_two_imports_of_the_same_students_wait_for_each_other(school: School) -> None:
    prefix = word("S")
    forwards = many(3_000, prefix)
    header, *rows = forwards.splitlines(keepends=True)
    backwards = header + "".join(reversed(rows)).replace("Given", "Other")
    jobs = [school.upload(forwards), school.upload(backwards)]

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda job_id: import_file(school.edges, job_id), jobs))

    assert outcomes == [Outcome.DONE, Outcome.DONE]
    assert [school.job(job_id)["rows_rejected"] for job_id in jobs] == [0, 0]
    [count] = school.rows("SELECT count(*) FROM student WHERE org_id = :org")
    assert count["count"] == 3_000
