"""One worker a job: a lock that ends with the connection, and so with the worker."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import connection as Connection

LOCK = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextmanager
def job_lock(connection: Connection, name: str) -> Iterator[bool]:
    """Say whether this worker has the job; if so it has it until the block ends."""
    with connection, connection.cursor() as cursor:
        cursor.execute(LOCK, (name,))
        row = cursor.fetchone()
    mine = bool(row and row[0])
    try:
        yield mine
    finally:
        if mine:
            # A lost connection has let go of the lock already.
            with suppress(OperationalError, InterfaceError), connection:
                connection.cursor().execute(UNLOCK, (name,))
