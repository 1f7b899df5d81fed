"""Tries: how often an import was taken and never let go of, because its worker was killed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import connection as Connection
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ec2_batch.transaction import connect, run, transaction

MOST_TRIES = 3  # without a chunk done; SQS gives a message up after 5
COUNT = "UPDATE import_job SET tries = tries + 1 WHERE id = %(id)s RETURNING tries"
# Each chunk that is done makes this try the first again, and each end makes it none.
LET_GO = "UPDATE import_job SET tries = greatest(tries - 1, 0) WHERE id = %(id)s"


@contextmanager
def counted_try(engine: Engine, connection: Connection, job_id: int) -> Iterator[int]:
    """Count a try, and give the number; whoever leaves the block alive has not counted.

    While the database is away nobody can say so, and the try counts.
    """
    with transaction(connection) as cursor:
        [(tries,)] = run(cursor, "count try", COUNT, {"id": job_id})
    try:
        yield int(tries)
    finally:
        with (
            suppress(OperationalError, InterfaceError, SQLAlchemyError),
            connect(engine) as aside,  # the other may be lost, or in the middle of something
            transaction(aside) as cursor,
        ):
            run(cursor, "let go of try", LET_GO, {"id": job_id})
