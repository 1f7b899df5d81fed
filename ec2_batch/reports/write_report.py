"""A report, from request to file: whoever asks gets the rows they may see."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event as Signal
from typing import TYPE_CHECKING

from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.job_lock import job_lock
from ec2_batch.outcome import Outcome
from ec2_batch.reports.part_writer import PartWriter
from ec2_batch.reports.report_job import (
    UNFINISHED,
    ReportJob,
    begin_report,
    complete_report,
    fail_report,
    find_report_job,
    note_progress,
)
from ec2_batch.reports.selects import SELECTS
from ec2_batch.transaction import become, connect, run, transaction
from runtime import log, tracing
from schema.access.roles import Permission

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)


class _StopError(Exception):
    """The worker has to end."""


@dataclass(frozen=True, slots=True)
class ReportEdges:
    """What a report touches of the world."""

    engine: Engine
    s3: "S3Client"
    bucket: str
    stopping: Signal


def write_report(edges: ReportEdges, job_id: int) -> Outcome:
    """Write a report; one that was cut short is written anew."""
    with (
        connect(edges.engine) as connection,
        job_lock(connection, f"report_job:{job_id}") as mine,
    ):
        if not mine:
            return Outcome.BUSY
        with transaction(connection) as cursor:
            job = find_report_job(cursor, job_id)
            if job is None or job.state not in UNFINISHED:
                return Outcome.DONE
            if not job.caller.may(Permission.REPORT):
                fail_report(cursor, job.id, "Your role may not ask for reports.")
                return Outcome.DONE
            begin_report(cursor, job.id)
        with log.bind(report_job_id=job_id), tracing.segment("report", header=job.trace_header):
            try:
                key, rows = _write(edges, job)
            except _StopError:
                return Outcome.STOPPED
            with transaction(connection) as cursor:
                complete_report(cursor, job, key, rows)
            logger.info("report written", extra={"rows": rows})
    return Outcome.DONE


def give_up_report(edges: ReportEdges, job_id: int) -> None:
    """End a report that failed too often."""
    with connect(edges.engine) as connection, transaction(connection) as cursor:
        fail_report(cursor, job_id, "The report could not be written. Ask for it again.")


def _write(edges: ReportEdges, job: ReportJob) -> tuple[str, int]:
    """Write the file and return its key and how many rows it has."""
    select = SELECTS[job.report]
    with _eyes_of(edges, job) as cursor, connect(edges.engine) as aside:
        counted = f"SELECT count(*) FROM ({select}) AS report"  # noqa: S608
        [(total,)] = run(cursor, "count rows", counted, {})

        def each_part(lines: int) -> None:
            if edges.stopping.is_set():
                raise _StopError
            with transaction(aside) as progress:
                note_progress(progress, job.id, lines, total)

        key = f"reports/{job.id}/{job.report}.csv"
        writer = PartWriter(edges.s3, edges.bucket, key, each_part)
        try:
            with tracing.sql_span("copy report"):
                cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT csv, HEADER)", writer)
            rows = cursor.rowcount
            writer.finish()
        except BaseException:
            writer.abandon()
            raise
    return key, rows


@contextmanager
def _eyes_of(edges: ReportEdges, job: ReportJob) -> Iterator[Cursor]:
    """Give one reading transaction with the eyes of who asked, all of it of one moment."""
    with connect(edges.engine) as connection:
        connection.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True)
        try:
            with connection, connection.cursor() as cursor:
                become(cursor, job.caller)
                yield cursor
        finally:
            connection.set_session(isolation_level="default", readonly="default")
