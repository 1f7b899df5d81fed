"""Rehearsals: a connection on which all that is done is seen until the end, and then undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine

from ec2_batch.transaction import connect


class _Rehearsing:
    """A connection whose transactions are steps of one that is never committed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.cursor = connection.cursor
        self._begin()

    def commit(self) -> None:
        self._run("RELEASE SAVEPOINT step")
        self._begin()

    def rollback(self) -> None:
        self._run("ROLLBACK TO SAVEPOINT step")

    def _begin(self) -> None:
        self._run("SAVEPOINT step")

    def _run(self, statement: str) -> None:
        cursor: Cursor
        with self._connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def rehearse(engine: Engine) -> Iterator[Connection]:
    """Hold a connection of which nothing is left when the block ends."""
    with connect(engine) as connection:
        try:
            yield cast(Connection, _Rehearsing(connection))
        finally:
            if not connection.closed:
                connection.rollback()
