"""Files on their way in: objects in the stand-in's bucket, and the jobs that wait for them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.imports.records import OPERATOR, Records
from infra_cfn.local.aws.ministack import Ministack, await_ready
from infra_cfn.local.aws.ministack import start as start_ministack
from infra_cfn.local.postgres.server import connected

JOB = """
INSERT INTO import_job (org_id, requested_by, requested_role, file_name, object_key, auto_apply)
SELECT org_id, subject, role, %(file)s, %(key)s, %(apply)s FROM account WHERE subject = %(subject)s
RETURNING id
"""
ENDED = "SELECT state, rows_rejected, message FROM import_job WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where files are uploaded to."""

    aws: Ministack
    name: str

    @contextmanager
    def uploaded(self, path: Path) -> Iterator[str]:
        """Put a file where the importer finds it, for as long as it is needed; give its key."""
        key, s3 = f"uploads/{uuid.uuid4()}", self.aws.client("s3")
        with path.open("rb") as file:
            put = s3.put_object(Bucket=self.name, Key=key, Body=file)
        try:
            yield key
        finally:
            s3.delete_object(Bucket=self.name, Key=key, VersionId=put["VersionId"])


def make_bucket(aws: Ministack) -> Bucket:
    """Return a new bucket, which keeps versions."""
    made = Bucket(aws, f"bench-{uuid.uuid4().hex[:12]}")
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=made.name)
    s3.put_bucket_versioning(Bucket=made.name, VersioningConfiguration={"Status": "Enabled"})
    return made


@contextmanager
def bucket(directory: Path) -> Iterator[Bucket]:
    """Give a bucket in a stand-in of the benchmark's own."""
    aws = start_ministack(directory / "aws", directory / "logs" / "ministack.log")
    try:
        await_ready(aws)
        yield make_bucket(aws)
    finally:
        aws.stop()


def make_job(records: Records, key: str, file_name: str, *, apply: bool) -> int:
    """Return the id of a job for an uploaded object, in the operator's name."""
    values = {"file": file_name, "key": key, "apply": apply, "subject": OPERATOR}
    with connected(records.admin_url) as cursor:
        cursor.execute(JOB, values)
        [(job_id,)] = cursor.fetchall()
    return int(job_id)


def ended_job(records: Records, job_id: int) -> tuple[str, int, str]:
    """Return how a job ended: its state, how many rows it rejected, and its sentence."""
    with connected(records.admin_url) as cursor:
        cursor.execute(ENDED, (job_id,))
        [(state, rejected, message)] = cursor.fetchall()
    return state, rejected, message
