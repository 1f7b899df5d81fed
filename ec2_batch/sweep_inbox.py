"""The inbox's sweeper: files that were dropped and of which no event came."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from psycopg2.extensions import connection as Connection

from ec2_batch.imports.inbox import INBOX
from ec2_batch.job_message import Uploaded
from ec2_batch.transaction import run, transaction

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PATIENCE = timedelta(minutes=5)  # that an event may take, also past others in the queue

# What lies in a folder that is no operator's would be found again each time.
FORGOTTEN = """
SELECT key, etag, size
FROM unnest(%(keys)s::text[], %(etags)s::text[], %(sizes)s::bigint[]) AS found (key, etag, size)
WHERE EXISTS (
    SELECT FROM account
    WHERE subject = split_part(key, '/', 2) AND role = 'operator' AND status = 'active'
      AND org_id IS NOT NULL
) AND NOT EXISTS (
    SELECT FROM import_job
    WHERE object_key = key AND object_etag = etag AND size_bytes = size
)
"""


def forgotten_drops(s3: "S3Client", bucket: str, connection: Connection) -> Iterator[Uploaded]:
    """Yield the files in operators' folders of which no import knows."""
    before = datetime.now(UTC) - PATIENCE
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=INBOX):
        found: list[Any] = [
            each
            for each in page.get("Contents", [])
            if each["LastModified"] <= before and not each["Key"].endswith("/")
        ]
        columns = {
            "keys": [each["Key"] for each in found],
            "etags": [each["ETag"] for each in found],
            "sizes": [each["Size"] for each in found],
        }
        with transaction(connection) as cursor:
            rows = run(cursor, "find forgotten drops", FORGOTTEN, columns)
        for key, etag, size in rows:
            yield Uploaded(bucket, key, etag.strip('"'), size)
