"""An undo: an import's changes, walked backwards, until the records are as they were."""

import logging
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.imports.import_file import ImportEdges
from ec2_batch.imports.job.tries import MOST_TRIES, counted_try
from ec2_batch.imports.undo.end_undo import end_undo, fail
from ec2_batch.imports.undo.next_chunk import OvertakenError, next_chunk, runs
from ec2_batch.imports.undo.spread_changes import spread_changes
from ec2_batch.imports.undo.take_back import take_back
from ec2_batch.imports.undo.tell_undo import announce_results, name_stays
from ec2_batch.job_lock import job_lock
from ec2_batch.outcome import Outcome
from ec2_batch.transaction import connect, run, transaction
from runtime import log, tracing

FIND = """
SELECT id, file_name, trace_header FROM import_job WHERE id = %(job)s AND state = 'undoing'
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Undo:
    """An import that is to be taken back."""

    job_id: int
    file_name: str
    trace_header: str | None


def undo_import(edges: ImportEdges, job_id: int) -> Outcome:
    """Take an import back; safe to call again, whatever ended the last call.

    Each chunk is a transaction that also says how far the undo has come, in the job's
    `undo_lowest`: the next chunk is below it.
    """
    with (
        connect(edges.engine) as connection,
        job_lock(connection, f"import_job:{job_id}") as mine,
    ):
        if not mine:
            return Outcome.BUSY
        with transaction(connection) as cursor:
            found = [Undo(*row) for row in run(cursor, "find undo", FIND, {"job": job_id})]
        if not found:
            return Outcome.DONE
        [undo] = found
        with (
            log.bind(job_id=job_id),
            tracing.segment("undo import", header=undo.trace_header),
            counted_try(edges.engine, connection, job_id) as tries,
        ):
            if tries <= MOST_TRIES:
                return _undo(edges, connection, undo)
            with transaction(connection) as cursor:
                fail(cursor, job_id)
            logger.error("undo given up")
            return Outcome.DONE


def fail_undo(engine: Engine, job_id: int) -> None:
    """End an undo that failed too often."""
    with connect(engine) as connection, transaction(connection) as cursor:
        fail(cursor, job_id)


def _undo(edges: ImportEdges, connection: Connection, undo: Undo) -> Outcome:
    with transaction(connection) as cursor:
        spread_changes(cursor, undo.job_id)
    while not edges.stopping.is_set():
        try:
            with transaction(connection) as cursor:
                if not _take_chunk_back(cursor, undo):
                    state = end_undo(cursor, undo.job_id, undo.trace_header)
                    logger.info("undo ended", extra={"state": state.value})
                    return Outcome.DONE
        except OvertakenError:
            logger.warning("undo was moved on by another")
            return Outcome.DONE
    logger.info("undo left for another worker")
    return Outcome.STOPPED


def _take_chunk_back(cursor: Cursor, undo: Undo) -> bool:
    """Take the next chunk back; false means that there was none."""
    chunk = next_chunk(cursor, undo.job_id)
    for part in runs(chunk):
        announce_results(cursor, part, undo.trace_header)
        name_stays(cursor, undo.job_id, undo.file_name, take_back(cursor, part))
    return bool(chunk)
