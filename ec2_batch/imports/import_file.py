"""An import, from upload to records: what it starts from, and how it can end."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from threading import Event as Signal
from typing import TYPE_CHECKING

from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine

from ec2_batch.imports import end_import
from ec2_batch.imports.apply.apply_upload import apply_upload
from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.job.heed_wish import CancelWishedError, heed_wish
from ec2_batch.imports.job.job import UNFINISHED, FencedError, Job, find_job, find_job_by_key
from ec2_batch.imports.job.steps import begin_job, note_no_room
from ec2_batch.imports.job.tries import MOST_TRIES, counted_try
from ec2_batch.imports.plan.plan_upload import plan_upload
from ec2_batch.imports.rejected.give_rejected_rows_back import give_rejected_rows_back
from ec2_batch.imports.uploads.open_upload import open_upload
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.imports.uploads.spool import NO_ROOM, spool
from ec2_batch.imports.uploads.uploaded_object import UploadedObject, find_upload
from ec2_batch.job_lock import job_lock
from ec2_batch.outcome import Outcome
from ec2_batch.transaction import connect, transaction
from runtime import log, tracing
from schema.access.roles import Permission
from schema.models import ImportState

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KILLS_WORKERS = (
    f"Reading this file has ended {MOST_TRIES} workers, one after the other, so no other tries it."
    " Rows that were written stay. Look whether the file is what it is meant to be; if so, divide"
    " it, and upload the parts one after the other."
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportEdges:
    """What an import touches of the world."""

    engine: Engine
    s3: "S3Client"
    bucket: str
    report_bucket: str  # for what comes back
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
        with (
            log.bind(job_id=job_id),
            tracing.segment("import", header=job.trace_header),
            counted_try(edges.engine, connection, job_id) as tries,
        ):
            return _import(edges, connection, job, tries)


def find_import(edges: ImportEdges, bucket: str, key: str) -> int | None:
    """Return the job that an object was uploaded for; nothing if it is none of ours."""
    if bucket != edges.bucket:
        return None
    with connect(edges.engine) as connection, transaction(connection) as cursor:
        return find_job_by_key(cursor, key)


def _import(edges: ImportEdges, connection: Connection, job: Job, tries: int) -> Outcome:
    try:
        if not job.chunk_no:  # or else the next chunk hears it, when the rejected rows are at hand
            with transaction(connection) as cursor:
                heed_wish(cursor, job.id)
        if tries > MOST_TRIES:
            raise UnreadableFileError("KILLS_WORKERS", KILLS_WORKERS)
        if not job.caller.may(Permission.IMPORT):
            raise UnreadableFileError("NOT_ALLOWED", "Your role may not import files.")
        upload = _pinned(edges, job) or _pin(edges, connection, job)
        return _read(edges, connection, job, upload) if upload else Outcome.NOT_UPLOADED
    except UnreadableFileError as error:
        with transaction(connection) as cursor:
            end_import.refuse(cursor, job, error.issue)
        logger.info("import refused", extra={"code": error.issue.code})
    except OSError as error:
        if error.errno in NO_ROOM:
            with transaction(connection) as cursor:
                note_no_room(cursor, job.id)
        raise
    except CancelWishedError:
        _cancel(edges, connection, job, [])
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
    with spool(edges.s3, upload, None) as spooled:
        with tracing.span("detect"):
            opened = open_upload(spooled, job.file_name, job.format)
        today, sources = edges.today(), opened.sources
        with transaction(connection) as cursor:
            end_import.found(cursor, job, opened)
        if not _may_apply(edges, connection, job, sources, today):
            return Outcome.DONE
        try:
            if not apply_upload(edges.engine, connection, job, sources, today, edges.stopping):
                logger.info("import left for another worker")
                return Outcome.STOPPED
            with transaction(connection) as cursor:
                give_rejected_rows_back(cursor, edges.s3, edges.report_bucket, job, sources)
                state = end_import.complete(cursor, job, spooled.sha256)
            logger.info("import ended", extra={"state": state.value})
        except CancelWishedError:
            _cancel(edges, connection, job, sources)
    return Outcome.DONE


def _cancel(
    edges: ImportEdges, connection: Connection, job: Job, sources: list[SourceFile]
) -> None:
    """End an import that somebody wants to end, and give back what was rejected of its files."""
    # Who asked a second time, between two blocks, has ended it already.
    with suppress(FencedError), transaction(connection) as cursor:
        if sources:
            give_rejected_rows_back(cursor, edges.s3, edges.report_bucket, job, sources)
        end_import.cancel(cursor, job)
    logger.info("import cancelled")


def _may_apply(
    edges: ImportEdges, connection: Connection, job: Job, sources: list[SourceFile], today: date
) -> bool:
    """Say whether the files may be written now; if not, their plan waits for a word.

    What was shown to somebody is what is applied, or else it is shown again.
    """
    if job.chunk_no or (job.plan_hash is None and job.auto_apply and not job.deactivate_missing):
        return True
    with tracing.span("plan"):
        plan = plan_upload(edges.engine, connection, job, sources, today)
    if job.plan_hash is None:
        allowed = job.auto_apply and not plan.must_be_confirmed
    else:
        allowed = job.plan_hash == plan.hash and job.state is ImportState.APPLYING
        allowed = allowed and (job.deactivations_confirmed or not plan.must_be_confirmed)
    if not allowed:
        with transaction(connection) as cursor:
            end_import.prepare(cursor, job, plan)
    return allowed
