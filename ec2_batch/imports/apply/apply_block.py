"""One block of rows, in one transaction: all of it is in the records, or none."""

import time

from psycopg2.errors import LockNotAvailable
from psycopg2.extensions import TransactionRollbackError
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import Issue, rejected_lines
from ec2_batch.imports.job.progress import add_counts, pass_fence
from ec2_batch.imports.merge.insert_new import insert_new
from ec2_batch.imports.merge.keep_record import Counts, count_outcomes, keep_issues
from ec2_batch.imports.merge.merge_rows import merge_rows
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.rows.ready import Ready
from ec2_batch.imports.rows.stage import Staged, stage_rows
from ec2_batch.transaction import become, transaction
from schema.access.caller import WORKER

ATTEMPTS = 4  # at a block that lost to another transaction
PAUSE_SECONDS = 0.5  # longer with each attempt


def apply_block(connection: Connection, block: Ready, part: Part, *, seems_new: bool) -> Counts:
    """Write a block and return what became of its rows.

    One that seems to be all new is written faster if it is, and slower if it is not.

    Raises:
        FencedError: the block was not this worker's to write.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction(connection) as cursor:
                return _apply(cursor, block, part, seems_new=seems_new)
        except (TransactionRollbackError, LockNotAvailable):
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE_SECONDS * attempt)
    raise AssertionError("unreachable")


def _apply(cursor: Cursor, block: Ready, part: Part, *, seems_new: bool) -> Counts:
    pass_fence(cursor, part.job_id, block.number)
    counts = Counts(0, 0, block.skipped, len(rejected_lines(block.issues)))
    issues = list(block.issues)
    for rows in block.parts:
        found, written = _write(cursor, rows, part, seems_new=seems_new)
        counts, issues = counts + written, issues + found
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
        if not (seems_new and (inserted := insert_new(cursor, part))):
            issues = merge_rows(cursor, part)
        become(cursor, WORKER)
    return issues, count_outcomes(cursor, inserted, issues)
