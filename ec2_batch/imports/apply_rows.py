"""All rows of a file, a chunk at a time: from wherever an earlier attempt had come to."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from threading import Event as Signal

from psycopg2.extensions import connection as Connection

from ec2_batch.imports.apply_chunk import Chunk, apply_chunk, claim_again
from ec2_batch.imports.issue import UnreadableFileError
from ec2_batch.imports.job import Job
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.validate import Rejected, Valid
from runtime import tracing

CHUNK_ROWS = 2000  # some 200 ms of work: what a stop waits for and a kill repeats
LAST_LINE = 2**31 - 1

Rows = Iterator[Valid | Rejected]


def apply_rows(
    connection: Connection, job: Job, layout: Layout, rows: Rows, today: date, stopping: Signal
) -> bool:
    """Write every row that is not written yet; False means that the worker has to stop.

    Raises:
        UnreadableFileError: there is no row.
        FencedError: somebody else has moved the job on.
    """
    part = Part(0, LAST_LINE, job.id, job.caller, layout, today, job.trace_header)
    _claim_written(connection, job, rows, part)
    number, total = job.chunk_no, job.rows_total
    for chunk in _chunks(rows, number):
        if stopping.is_set():
            return False
        with tracing.span("apply chunk", chunk=chunk.number):
            total += apply_chunk(connection, chunk, part, job.file_name).total
    if total == 0:
        raise no_rows()
    return True


def count_rows(rows: Rows) -> tuple[int, int]:
    """Return how many rows there are, and how many of them cannot be imported.

    Raises:
        UnreadableFileError: there is no row.
    """
    total = rejected = 0
    for row in rows:
        total += 1
        rejected += isinstance(row, Rejected)
    if total == 0:
        raise no_rows()
    return total, rejected


def no_rows() -> UnreadableFileError:
    """Return the refusal of a file that ends after its header."""
    return UnreadableFileError("HEADER_ONLY", "The file has a header and no rows below it.")


def _claim_written(connection: Connection, job: Job, rows: Rows, part: Part) -> None:
    """Pass over the rows that an earlier attempt has written, but for duplicates of them."""
    left = job.rows_total
    while left:
        skipped = Chunk(0, list(islice(rows, min(left, CHUNK_ROWS))))
        claim_again(connection, skipped, part)
        left -= len(skipped.rows)


def _chunks(rows: Rows, number: int) -> Iterator[Chunk]:
    while some := list(islice(rows, CHUNK_ROWS)):
        yield Chunk(number, some)
        number += 1
