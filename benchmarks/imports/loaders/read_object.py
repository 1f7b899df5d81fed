"""Reading the uploaded object and nothing else: what of an import is the stand-in's time."""

from collections.abc import Callable

import boto3

from benchmarks.imports.contest import Task, take_part
from infra_cfn.local.aws.ministack import AWS_ENVIRON, REGION

CHUNK_BYTES = 1 << 20


def prepare(task: Task) -> Callable[[], None]:
    """Have a client of the stand-in."""
    session = boto3.Session(
        aws_access_key_id=AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
        region_name=REGION,
    )
    s3 = session.client("s3", endpoint_url=task["endpoint"])

    def load() -> None:
        body = s3.get_object(Bucket=task["bucket"], Key=task["key"])["Body"]
        for _ in body.iter_chunks(CHUNK_BYTES):
            pass

    return load


if __name__ == "__main__":
    take_part(prepare)
