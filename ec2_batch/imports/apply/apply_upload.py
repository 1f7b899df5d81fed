"""All files of an upload into the records, from wherever an earlier attempt had come to."""

from datetime import date
from threading import Event as Signal

from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine

from ec2_batch.imports.apply.apply_file import apply_file, readings
from ec2_batch.imports.apply.deactivate import deactivate_missing, name_records
from ec2_batch.imports.issue import Issue
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
        if not apply_file(engine, connection, job, reading, number, part, stopping):
            return False
        number += reading.scanned.blocks
        if job.deactivate_missing and reading.source.says_who_is_gone:
            if number >= job.chunk_no:
                _deactivate(connection, job, reading.source, part, number)
            number += 1
    return True


def _deactivate(
    connection: Connection, job: Job, source: SourceFile, part: Part, number: int
) -> None:
    with transaction(connection) as cursor:
        pass_fence(cursor, job.id, number)
        become(cursor, job.caller)
        unknown = name_records(cursor, source)
        count = 0 if unknown else deactivate_missing(cursor, part)
        become(cursor, WORKER)
        add_deactivated(cursor, job.id, count)
        if unknown:
            keep_issues(cursor, job.id, source.name, [Issue(0, "NOT_DEACTIVATED", unknown)])
