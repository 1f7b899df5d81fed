"""One chunk of rows, in one transaction: all of it is in the records, or none."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import TransactionRollbackError
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.claims import refuse_duplicates
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.job import add_counts, pass_fence
from ec2_batch.imports.merge.keep_record import Counts, count_outcomes, keep_changes, keep_issues
from ec2_batch.imports.merge.merge_rows import merge_rows
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.stage import stage_rows
from ec2_batch.imports.validate import Rejected, Valid
from ec2_batch.transaction import become, transaction
from schema.access.caller import WORKER

ATTEMPTS = 4  # at a chunk that lost to another transaction
PAUSE_SECONDS = 0.5  # longer with each attempt


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of a file that are written together."""

    number: int  # chunks before it
    rows: Sequence[Valid | Rejected]

    @property
    def valid(self) -> list[Valid]:
        """Return the rows that may be merged."""
        return [row for row in self.rows if isinstance(row, Valid)]

    @property
    def issues(self) -> list[Issue]:
        """Return what is wrong with the others."""
        return [issue for row in self.rows if isinstance(row, Rejected) for issue in row.issues]


def apply_chunk(connection: Connection, chunk: Chunk, part: Part, file: str) -> Counts:
    """Write a chunk and return what became of its rows.

    Raises:
        FencedError: the chunk was not this worker's to write.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction(connection) as cursor:
                return _apply(cursor, chunk, part, file)
        except (TransactionRollbackError, LockNotAvailable):
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE_SECONDS * attempt)
    raise AssertionError("unreachable")


def _apply(cursor: Cursor, chunk: Chunk, part: Part, file: str) -> Counts:
    pass_fence(cursor, part.job_id, chunk.number)
    stage_rows(cursor, chunk.valid, part.layout)
    issues = chunk.issues + refuse_duplicates(cursor, part.layout)
    become(cursor, part.caller)
    issues += merge_rows(cursor, part)
    become(cursor, WORKER)
    keep_issues(cursor, part.job_id, file, issues)
    keep_changes(cursor, part)
    counts = count_outcomes(cursor, issues)
    add_counts(cursor, part.job_id, counts)
    return counts


def claim_again(connection: Connection, chunk: Chunk, part: Part) -> None:
    """Remember what a chunk that is already written had claimed, after a restart."""
    with transaction(connection) as cursor:
        stage_rows(cursor, chunk.valid, part.layout)
        refuse_duplicates(cursor, part.layout)
