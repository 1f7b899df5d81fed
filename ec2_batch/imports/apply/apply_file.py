"""All rows of a file, a block at a time: from wherever an earlier attempt had come to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from threading import Event as Signal

import polars as pl
from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine

from ec2_batch.imports.apply.known_records import known_hashes
from ec2_batch.imports.apply.side_by_side import writer
from ec2_batch.imports.job.job import Job
from ec2_batch.imports.job.progress import expect_rows
from ec2_batch.imports.merge.part import LAST_LINE, Part
from ec2_batch.imports.references.read_references import read_references
from ec2_batch.imports.references.references import References
from ec2_batch.imports.rows.ahead import ahead
from ec2_batch.imports.rows.ready import Ready, made_ready
from ec2_batch.imports.rows.scan import Scanned, scan
from ec2_batch.imports.rows.stage import create_tables
from ec2_batch.imports.rows.validate import Validator
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.transaction import transaction
from runtime import tracing
from schema.access.caller import Caller


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, what was found in all of it, and what its rows are held against."""

    source: SourceFile
    references: References
    scanned: Scanned
    known: pl.Series | None  # hashes of rows to pass by; None: every row is looked at

    @property
    def seems_new(self) -> bool:
        """Say whether nothing is known yet of what the file is about."""
        one_each = self.source.layout.format.one_record_each
        return one_each and self.known is not None and self.known.is_empty()

    def ready(self, first_number: int, done: int) -> Iterator[Ready]:
        """Yield the file's blocks that are not done yet, numbered on from those of other files."""
        layout = self.source.layout
        validator = Validator(layout, self.references)
        for block in self.source.blocks():
            number = first_number + block.number
            # Rows that are written already are read again for what they claim.
            rows = validator.validate(
                self.source.cells(block, self.known if number >= done else None)
            )
            if number >= done:
                yield made_ready(number, self.source.name, rows)


def begin_reading(
    connection: Connection, caller: Caller, source: SourceFile, references: References
) -> Reading:
    """Scan a file, and see what the records have of it; its staging tables are made."""
    source = source.of_school(references.default_school)
    with tracing.span("scan"):
        scanned = scan(source.blocks(), source.layout)
    kind = source.layout.format
    with transaction(connection) as cursor:
        create_tables(cursor, kind)
    known = None
    if not kind.repeats and not source.is_told_elsewhere:
        with transaction(connection, caller) as cursor:
            known = scanned.without_repeated(known_hashes(cursor, kind.entity))
    return Reading(source, references, scanned, known)


def apply_file(
    engine: Engine,
    connection: Connection,
    job: Job,
    reading: Reading,
    first_number: int,
    part: Part,
    stopping: Signal,
) -> bool:
    """Write every row that is not written yet; False means that the worker has to stop.

    Raises:
        FencedError: somebody else has moved the job on.
    """
    with writer(engine, connection, part, seems_new=reading.seems_new) as writing:
        for block in ahead(reading.ready(first_number, job.chunk_no)):
            if stopping.is_set():
                writing.finish()
                return False
            writing.write(block)
        writing.finish()
    return True


def readings(
    connection: Connection,
    records: Connection,
    job: Job,
    sources: list[SourceFile],
    today: date,
) -> Iterator[tuple[Reading, Part]]:
    """Yield each file as it is about to be read, and its rows for the merge.

    What its rows are checked against is read only then: an earlier file may have written it.
    `records` is the connection by which the records are seen, which need not be the job's.
    """
    expected = 0
    for source in sources:
        layout = source.layout
        with transaction(records, job.caller) as cursor:
            references = read_references(
                cursor, today, layout.positions, or_no_school=bool(layout.format.parents)
            )
        reading = begin_reading(records, job.caller, source, references)
        expected += 0 if source.is_again else reading.scanned.records
        with transaction(connection) as cursor:
            expect_rows(cursor, job.id, expected)
        yield reading, part_of(job, reading, today)


def part_of(job: Job, reading: Reading, today: date) -> Part:
    """Return all rows of a file, for the merge."""
    layout, hashes = reading.source.layout, reading.scanned.hashes
    return Part(0, LAST_LINE, job.id, job.caller, layout, hashes, today, job.trace_header)
