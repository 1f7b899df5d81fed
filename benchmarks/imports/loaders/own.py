"""The importer itself, through the door that the worker uses: an uploaded object and its job."""

from collections.abc import Callable
from datetime import date
from threading import Event as Signal

import boto3

from benchmarks.imports.contest import Task, take_part
from ec2_batch.imports.import_file import ImportEdges, import_file
from ec2_batch.outcome import Outcome
from infra_cfn.local.aws.ministack import AWS_ENVIRON, REGION
from schema.database import make_engine

CONNECTIONS = 4  # at most; as many as a worker's job may hold


def prepare(task: Task) -> Callable[[], None]:
    """Open what the worker has open when a job comes."""
    engine = make_engine(task["worker_url"], pool_size=CONNECTIONS)
    engine.connect().close()
    session = boto3.Session(
        aws_access_key_id=AWS_ENVIRON["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=AWS_ENVIRON["AWS_SECRET_ACCESS_KEY"],
        region_name=REGION,
    )
    s3 = session.client("s3", endpoint_url=task["endpoint"])
    edges = ImportEdges(engine, s3, task["bucket"], task["bucket"], date.today, Signal())

    def load() -> None:
        outcome = import_file(edges, task["job_id"])
        assert outcome is Outcome.DONE, outcome

    return load


if __name__ == "__main__":
    take_part(prepare)
