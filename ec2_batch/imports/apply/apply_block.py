"""One block of rows, in one transaction: all of it is in the records, or none."""

import time
from typing import Protocol

from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import TransactionRollbackError
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.format import Steps
from ec2_batch.imports.issue import Issue, rejected_lines
from ec2_batch.imports.job.progress import add_counts, pass_fence
from ec2_batch.imports.merge.insert_new import insert_new
from ec2_batch.imports.merge.keep_record import Counts, count_outcomes, keep_issues
from ec2_batch.imports.merge.merge_rows import merge_rows
from ec2_batch.imports.merge.new_rows import begin_new, end_new
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.rows.ready import Ready
from ec2_batch.imports.rows.stage import Staged, stage_rows
from ec2_batch.transaction import become, transaction
from schema.access.caller import WORKER

LOST = (TransactionRollbackError, LockNotAvailable)  # to another transaction
ATTEMPTS = 4  # at a block that lost
PAUSE_SECONDS = 0.5  # longer with each attempt
# Who waits for its turn keeps what it has locked, and the one before may want that.
WAIT_LITTLE = "SET LOCAL lock_timeout = '3s'"


class Turn(Protocol):
    """When a block that was begun early may be written."""

    def note_begun(self) -> None:
        """Let the next block begin: what it is told of the time is later than what this one is."""

    def wait(self) -> None:
        """Wait until the one before is written; raise if it is not."""


def apply_block(connection: Connection, block: Ready, part: Part, *, seems_new: bool) -> Counts:
    """Write a block and return what became of its rows.

    One that seems to be all new is written faster if it is, and slower if it is not.

    Raises:
        FencedError: the block was not this worker's to write.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction(connection) as cursor:
                pass_fence(cursor, part.job_id, block.number)
                written = [_write(cursor, rows, part, seems_new=seems_new) for rows in block.parts]
                return _record(cursor, block, part, written)
        except LOST:
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE_SECONDS * attempt)
    raise AssertionError("unreachable")


def insert_block(connection: Connection, block: Ready, part: Part, turn: Turn) -> Counts:
    """Insert a block that seems to be all new, begun before the one before it is written.

    Raises:
        FencedError: the block was not this worker's to write.
        NotNewError, DataError, IntegrityError, InsufficientPrivilege: a row is not new, or not one
            that can be.
    """
    with transaction(connection) as cursor:
        cursor.execute(WAIT_LITTLE)
        turn.note_begun()
        [rows] = block.parts
        stage_rows(cursor, rows)
        become(cursor, part.caller)
        issues = begin_new(cursor, part)
        become(cursor, WORKER)
        turn.wait()
        pass_fence(cursor, part.job_id, block.number)
        become(cursor, part.caller)
        end_new(cursor, part)
        become(cursor, WORKER)
        rejected = len(rejected_lines(issues))
        written = Counts(rows.rows - rejected, 0, 0, rejected)
        return _record(cursor, block, part, [(issues, written)])


def _record(
    cursor: Cursor, block: Ready, part: Part, written: list[tuple[list[Issue], Counts]]
) -> Counts:
    counts = Counts(0, 0, block.skipped, len(rejected_lines(block.issues)))
    issues = list(block.issues)
    for found, outcomes in written:
        counts, issues = counts + outcomes, issues + found
    keep_issues(cursor, part.job_id, block.file, issues)
    add_counts(cursor, part.job_id, counts)
    return counts


def _write(
    cursor: Cursor, rows: Staged, part: Part, *, seems_new: bool
) -> tuple[list[Issue], Counts]:
    """Write rows that do not wait for each other; return what is wrong with some, and counts."""
    stage_rows(cursor, rows)
    inserted, issues = 0, list[Issue]()
    if rows.rows:
        become(cursor, part.caller)
        plain = part.steps == Steps()
        if not (seems_new and plain and (inserted := insert_new(cursor, part))):
            issues = merge_rows(cursor, part)
        become(cursor, WORKER)
    return issues, count_outcomes(cursor, inserted, issues)
