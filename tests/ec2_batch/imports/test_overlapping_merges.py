"""Two imports of the same records, again and again: they wait for each other, never in a ring."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

from sqlalchemy import Engine, text

from ec2_batch.imports.apply.apply_block import apply_block
from ec2_batch.imports.apply.apply_file import readings
from ec2_batch.imports.detect.detect import detect
from ec2_batch.imports.job.job import find_job
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.transaction import connect, transaction
from schema.database import make_engine
from tests.conftest import Database
from tests.ec2_batch.conftest import TODAY, School
from tests.factories import word

ROUNDS = 50
STUDENTS = 100


def merge(school: School, engine: Engine, numbers: list[str], together: Barrier) -> int:
    """Give the same students another name in each round, and return the job that did."""
    job_id, name = school.make_job(state="applying"), word("Name")
    data = "".join(["student_number,given_name\n", *(f"{n},{name}\n" for n in numbers)]).encode()
    source = SourceFile("students.csv", detect(data, whole=True), lambda: iter([data]))
    with connect(engine) as connection:
        with transaction(connection) as cursor:
            job = find_job(cursor, job_id)
        assert job is not None
        [(reading, part)] = readings(connection, connection, job, [source], TODAY)
        [first] = reading.ready(0, 0)
        [rows] = first.parts
        for number in range(ROUNDS):
            named = replace(rows, text=rows.text.replace(b",Name", b",Name%d-" % number))
            together.wait(timeout=60)  # for a partner that has failed
            block = replace(first, number=number, parts=(named,))
            apply_block(connection, block, part, seems_new=False)
    return job_id


def test_fifty_rounds_of_two_merges_of_the_same_students_meet_no_deadlock(
    school: School, engine: Engine, database: Database
) -> None:
    prefix, together = word("S"), Barrier(2)
    numbers = [f"{prefix}{n}" for n in range(STUDENTS)]

    with ThreadPoolExecutor(2) as pool:
        merged = partial(merge, school, engine, together=together)
        jobs = list(pool.map(merged, [numbers, numbers[::-1]]))

    for job in map(school.job, jobs):
        written = job["rows_created"] + job["rows_updated"]
        assert (job["chunk_no"], written) == (ROUNDS, ROUNDS * STUDENTS)
    assert deadlocks(engine, database) == 0


def deadlocks(engine: Engine, database: Database) -> int:
    """Return how many the database has met; backends tell at their end at the latest."""
    engine.dispose()
    asking = make_engine(database.owner_url)
    with asking.connect() as connection:
        here = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        found = connection.scalar(here)
    asking.dispose()
    assert isinstance(found, int)
    return found
