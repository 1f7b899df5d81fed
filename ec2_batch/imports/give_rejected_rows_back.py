"""Rejected rows, from the upload they came in to a file in the bucket of reports."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.job import Job, note_rejected_rows
from ec2_batch.imports.opened import SourceFile
from ec2_batch.imports.rejected_rows import Fault, RejectedRows
from ec2_batch.reports.part_writer import PartWriter
from ec2_batch.transaction import run
from runtime import tracing
from schema.rules.rejected_rows import rejected_rows_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

AT_ONCE = 5000  # issues on their way from the database
# Chunks are written in the order of their lines, and so are the issues of each.
FAULTS = """
SELECT line, column_name, message FROM import_issue
WHERE import_job_id = %(job)s AND line > 0 ORDER BY id
"""
ANY = "SELECT EXISTS (SELECT FROM import_issue WHERE import_job_id = %(job)s AND line > 0)"


def give_rejected_rows_back(
    cursor: Cursor, s3: "S3Client", bucket: str, job: Job, sources: list[SourceFile]
) -> None:
    """Put the rows that were rejected where they can be fetched, and say so in the job.

    Whoever does it again, after a worker died, puts the same bytes into the same place. Rows of
    an archive do not come back: it is mended in the system that has made it.
    """
    [(rejected,)] = run(cursor, "look for rejected rows", ANY, {"job": job.id})
    if not rejected or len(sources) > 1:
        return
    [source] = sources
    kind = f"text/csv; charset={source.layout.shape.encoding.removesuffix('-sig')}"
    file = PartWriter(s3, bucket, rejected_rows_key(job.id), lambda _lines: None, kind)
    with tracing.span("rejected rows"):
        try:
            for part in RejectedRows(source.layout).text(source.blocks(), _faults(cursor, job.id)):
                file.write(part)
            file.finish()
        except BaseException:
            file.abandon()
            raise
    note_rejected_rows(cursor, job.id)


def _faults(cursor: Cursor, job_id: int) -> Iterator[Fault]:
    with cursor.connection.cursor("faults") as faults:
        faults.itersize = AT_ONCE
        faults.execute(FAULTS, {"job": job_id})
        yield from (Fault(*row) for row in faults)
