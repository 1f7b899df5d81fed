"""Transactions of the batch host: whose they are, and statements that are traced by name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, cast

from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import Composable
from sqlalchemy import Engine

from runtime import tracing
from schema.access.caller import SET_CALLER, WORKER, Caller, caller_parameters


@contextmanager
def connect(engine: Engine) -> Iterator[Connection]:
    """Hold one connection for as long as the block runs."""
    pooled = engine.raw_connection()
    connection = cast(Connection, pooled.driver_connection)
    try:
        yield connection
    finally:
        if connection.closed:
            pooled.invalidate()  # lost: the pool makes another
        pooled.close()


@contextmanager
def transaction(
    connection: Connection, caller: Caller | Mapping[str, str] = WORKER
) -> Iterator[Cursor]:
    """Run one transaction with a caller's eyes; it commits if the block ends without error."""
    try:
        with connection.cursor() as cursor:
            become(cursor, caller)
            yield cursor
    except BaseException:
        with suppress(InterfaceError, OperationalError):  # a lost connection has rolled back
            connection.rollback()
        raise
    connection.commit()


def become(cursor: Cursor, caller: Caller | Mapping[str, str]) -> None:
    """See the records with a caller's eyes until the transaction ends, or another `become`."""
    parameters = caller_parameters(caller) if isinstance(caller, Caller) else dict(caller)
    cursor.execute(SET_CALLER, parameters)


def run(
    cursor: Cursor, name: str, statement: str | Composable, parameters: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Run one statement, traced under its name, and return its rows if it has any."""
    with tracing.sql_span(name):
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
