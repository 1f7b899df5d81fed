"""All files of an upload into the records, from wherever an earlier attempt had come to."""

from collections.abc import Callable
from datetime import date
from threading import Event as Signal

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.imports.apply.apply_file import Reading, apply_file, readings
from ec2_batch.imports.apply.deactivate import deactivate_missing
from ec2_batch.imports.apply.find_leaving import find_leaving
from ec2_batch.imports.job.job import Job
from ec2_batch.imports.job.progress import add_deactivated, pass_fence
from ec2_batch.imports.job.steps import start_over
from ec2_batch.imports.merge.keep_record import keep_issues
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.transaction import become, transaction
from schema.access.caller import WORKER
from schema.models import ImportState


def apply_upload(
    engine: Engine,
    connection: Connection,
    job: Job,
    sources: list[SourceFile],
    today: date,
    stopping: Signal,
) -> bool:
    """Write every row that is not written yet; False means that the worker has to stop.

    Raises:
        FencedError: somebody else has moved the job on.
    """
    if job.chunk_no == 0:
        with transaction(connection) as cursor:
            start_over(cursor, job.id, ImportState.APPLYING)
    number = 0
    for reading, part in readings(connection, connection, job, sources, today):
        before, after = _around(job, reading)
        for act in before:
            _chunk(connection, job, number, act, reading, part)
            number += 1
        if not apply_file(engine, connection, job, reading, number, part, stopping):
            return False
        number += reading.scanned.blocks
        for act in after:
            _chunk(connection, job, number, act, reading, part)
            number += 1
    return True


# What is done in a transaction of its own, before or after all rows of a file.
_Act = Callable[[Cursor, Job, Reading, Part], None]


def _around(job: Job, reading: Reading) -> tuple[tuple[_Act, ...], tuple[_Act, ...]]:
    if not (job.deactivate_missing and reading.source.says_who_is_gone):
        return (), ()
    # Who leaves a place gives up a seat, which a row of the file may take.
    if reading.source.layout.format.place:
        return (_deactivate,), (_settle,)
    return (), (_deactivate,)


def _chunk(
    connection: Connection, job: Job, number: int, act: _Act, reading: Reading, part: Part
) -> None:
    if number < job.chunk_no:
        return
    with transaction(connection) as cursor:
        pass_fence(cursor, job.id, number)
        become(cursor, job.caller)
        act(cursor, job, reading, part)


def _deactivate(cursor: Cursor, job: Job, reading: Reading, part: Part) -> None:
    found = find_leaving(cursor, reading, part)
    count = deactivate_missing(cursor, part) if found.known else 0
    become(cursor, WORKER)
    add_deactivated(cursor, job.id, count)
    keep_issues(cursor, job.id, reading.source.name, found.issues)


def _settle(cursor: Cursor, _job: Job, reading: Reading, part: Part) -> None:
    for act in reading.source.layout.format.steps.left_settled:
        act(cursor, part)
