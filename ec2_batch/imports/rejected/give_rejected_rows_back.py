"""Rejected rows, from the upload they came in to a file in the bucket of reports."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.job.job import Job
from ec2_batch.imports.job.steps import note_rejected_rows
from ec2_batch.imports.rejected.rejected_rows import Fault, RejectedRows
from ec2_batch.imports.rejected.rejected_set import rejected_set
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.pack_files import pack_files
from ec2_batch.reports.part_writer import PartWriter
from ec2_batch.transaction import run
from runtime import tracing
from schema.rules.rejected_rows import rejected_rows_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ZIP = "application/zip"
AT_ONCE = 5000  # issues on their way from the database
FAULTS = """
SELECT line, column_name, message FROM import_issue
WHERE import_job_id = %(job)s AND file = %(file)s AND line > 0 ORDER BY line, id
"""
ANY = "SELECT EXISTS (SELECT FROM import_issue WHERE import_job_id = %(job)s AND line > 0)"


def give_rejected_rows_back(
    cursor: Cursor, s3: "S3Client", bucket: str, job: Job, sources: list[SourceFile]
) -> None:
    """Put the rows that were rejected where they can be fetched, and say so in the job.

    Whoever does it again, after a worker died, puts the same bytes into the same place.
    """
    [(rejected,)] = run(cursor, "look for rejected rows", ANY, {"job": job.id})
    if not rejected:
        return
    layout = sources[0].layout
    declared = layout.format.declared
    faults = partial(_faults, cursor, job.id)
    if declared.is_archive:
        kind, pieces = ZIP, pack_files(rejected_set(declared, sources, faults))
    else:
        kind = f"text/csv; charset={layout.shape.encoding.removesuffix('-sig')}"
        [source] = sources
        pieces = RejectedRows(layout).text(source.blocks(), faults(source.name))
    key = rejected_rows_key(job.id, declared.name.value)
    file = PartWriter(s3, bucket, key, lambda _lines: None, kind)
    with tracing.span("rejected rows"):
        try:
            for piece in pieces:
                file.write(piece)
            file.finish()
        except BaseException:
            file.abandon()
            raise
    note_rejected_rows(cursor, job.id)


def _faults(cursor: Cursor, job_id: int, file: str) -> Iterator[Fault]:
    with cursor.connection.cursor(f"faults {file}") as faults:
        faults.itersize = AT_ONCE
        faults.execute(FAULTS, {"job": job_id, "file": file})
        yield from (Fault(*row) for row in faults)
