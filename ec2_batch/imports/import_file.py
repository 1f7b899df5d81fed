"""An import, from upload to records: what it starts from, and how it can end."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Event as Signal
from typing import TYPE_CHECKING

from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine

from ec2_batch.imports import end_import
from ec2_batch.imports.apply_rows import apply_rows, count_rows
from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.job import (
    UNFINISHED,
    FencedError,
    Job,
    begin_job,
    find_job,
    find_job_by_key,
    start_applying,
)
from ec2_batch.imports.read_file import open_file, references_for
from ec2_batch.imports.stage import create_tables
from ec2_batch.imports.uploaded_object import UploadedObject, find_upload
from ec2_batch.job_lock import job_lock
from ec2_batch.outcome import Outcome
from ec2_batch.transaction import connect, transaction
from runtime import log, tracing
from schema.access.roles import Permission
from schema.models import ImportState

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportEdges:
    """What an import touches of the world."""

    engine: Engine
    s3: "S3Client"
    bucket: str
    today: Callable[[], date]
    stopping: Signal  # set when the worker has to end: the chunk at hand is the last


def import_file(edges: ImportEdges, job_id: int) -> Outcome:
    """Bring an import as far as it goes; safe to call again, whatever ended the last call."""
    with (
        connect(edges.engine) as connection,
        job_lock(connection, f"import_job:{job_id}") as mine,
    ):
        if not mine:
            return Outcome.BUSY
        with transaction(connection) as cursor:
            job = find_job(cursor, job_id)
        if job is None or job.state not in UNFINISHED:
            return Outcome.DONE
        with log.bind(job_id=job_id), tracing.segment("import", header=job.trace_header):
            return _import(edges, connection, job)


def find_import(edges: ImportEdges, bucket: str, key: str) -> int | None:
    """Return the job that an object was uploaded for; nothing if it is none of ours."""
    if bucket != edges.bucket:
        return None
    with connect(edges.engine) as connection, transaction(connection) as cursor:
        return find_job_by_key(cursor, key)


def _import(edges: ImportEdges, connection: Connection, job: Job) -> Outcome:
    try:
        if not job.caller.may(Permission.IMPORT):
            raise UnreadableFileError("NOT_ALLOWED", "Your role may not import files.")
        upload = _pinned(edges, job) or _pin(edges, connection, job)
        return _read(edges, connection, job, upload) if upload else Outcome.NOT_UPLOADED
    except UnreadableFileError as error:
        with transaction(connection) as cursor:
            end_import.refuse(cursor, job, error.issue)
        logger.info("import refused", extra={"code": error.issue.code})
    except FencedError as error:
        logger.warning("import was moved on by another", extra={"step": str(error)})
    return Outcome.DONE


def _pinned(edges: ImportEdges, job: Job) -> UploadedObject | None:
    if job.object_etag is None or job.size_bytes is None:
        return None
    return UploadedObject(
        edges.bucket, job.object_key, job.object_version, job.object_etag, job.size_bytes
    )


def _pin(edges: ImportEdges, connection: Connection, job: Job) -> UploadedObject | None:
    """Hold the job to the object as it is now, whatever is uploaded over it later."""
    upload = find_upload(edges.s3, edges.bucket, job.object_key)
    if upload:
        with transaction(connection) as cursor:
            begin_job(cursor, job.id, upload)
    return upload


def _read(edges: ImportEdges, connection: Connection, job: Job, upload: UploadedObject) -> Outcome:
    digest, today = hashlib.sha256(), edges.today()
    with tracing.span("detect"):
        file = open_file(edges.s3, upload, job.format, digest.update)
        with transaction(connection, job.caller) as cursor:
            references = references_for(cursor, file.layout, today)
    rows = file.validated(references)
    if job.state is not ImportState.APPLYING:
        if not job.auto_apply:
            total, rejected = count_rows(rows)
            with transaction(connection) as cursor:
                end_import.prepare(cursor, job, file.layout, total, rejected)
            return Outcome.DONE
        with transaction(connection) as cursor:
            start_applying(cursor, job.id, file.layout.format.name, file.layout.described())
    with transaction(connection) as cursor:
        create_tables(cursor)
    if not apply_rows(connection, job, file.layout, rows, today, edges.stopping):
        logger.info("import left for another worker")
        return Outcome.STOPPED
    with transaction(connection) as cursor:
        state = end_import.complete(cursor, job, digest.hexdigest())
    logger.info("import ended", extra={"state": state.value})
    return Outcome.DONE
