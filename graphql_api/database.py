"""The records, as one Lambda instance reaches them: one connection, mended when it breaks."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from datetime import datetime
from typing import Any, TypeVar

import psycopg2
from sqlalchemy import Connection, Engine, PoolProxiedConnection

from graphql_api.deadlines import Deadlines, TimeUpError, answered_within, watch_connections
from graphql_api.planner.run import PreparedStatements, read, values_of
from graphql_api.planner.sql import Statement
from graphql_api.transaction import Transaction
from runtime.tracing import sql_span
from schema.access.caller import Caller

Result = TypeVar("Result")

DEADLINES = Deadlines()
_LOST = (psycopg2.OperationalError, psycopg2.InterfaceError)
# The same again would take as long again.
_SLOW = (psycopg2.extensions.QueryCanceledError, TimeUpError)


class Database:
    """Runs planned statements and opens transactions, always as a caller."""

    def __init__(self, engine: Engine, *, prepare: bool, deadlines: Deadlines = DEADLINES) -> None:
        watch_connections(engine, deadlines)
        self._engine = engine
        self._prepare = prepare
        self._deadlines = deadlines

    def one_request(self) -> AbstractContextManager[None]:
        """Let what is inside wait for the database no longer than one request may."""
        return answered_within(self._deadlines.request)

    def read(self, statement: Statement, variables: Mapping[str, Any], caller: Caller) -> str:
        """Return the text that a statement makes for a caller.

        Raises:
            BadArgumentError: a value cannot be used.
            psycopg2.Error: the database refused or was lost.
        """
        values = values_of(statement, variables, caller)
        with sql_span("planned"):
            try:
                return self._read_once(statement, values, caller)
            except _LOST as error:
                if isinstance(error, _SLOW):
                    raise
                # A frozen instance finds its connection closed; reading twice harms nobody.
                return self._read_once(statement, values, caller)

    def _read_once(self, statement: Statement, values: Mapping[str, Any], caller: Caller) -> str:
        connection = self._engine.raw_connection()
        driver: Any = connection.driver_connection
        try:
            # One message is one transaction then, begun and ended by the server.
            driver.autocommit = True
            return read(driver.cursor(), statement, values, caller, self._prepared(connection))
        except psycopg2.Error as error:
            # What the connection has prepared is no longer certain.
            connection.invalidate(error)
            raise
        finally:
            # The next who is given this connection counts on transactions.
            if not driver.closed:
                driver.autocommit = False
            connection.close()

    def _prepared(self, connection: PoolProxiedConnection) -> PreparedStatements | None:
        if not self._prepare:
            return None
        prepared: PreparedStatements = connection.info.setdefault("prepared", PreparedStatements())
        return prepared

    def in_transaction(self, caller: Caller, work: Callable[[Transaction], Result]) -> Result:
        """Return what is done in a transaction; unless that is committed, it is undone."""
        with self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            try:
                return self._do(connection, caller, work)
            except psycopg2.Error as error:
                if driver.closed:
                    connection.invalidate(error)
                if not (driver.closed and driver.untouched) or isinstance(error, _SLOW):
                    raise
        # A frozen instance finds its connection closed; nothing has been done yet.
        with self._engine.connect() as connection:
            return self._do(connection, caller, work)

    def _do(
        self, connection: Connection, caller: Caller, work: Callable[[Transaction], Result]
    ) -> Result:
        prepared = self._prepared(connection.connection)
        with closing(Transaction(connection, caller, prepared)) as transaction:
            return work(transaction)

    def version_and_time(self) -> tuple[str, datetime] | None:
        """Return the server's version and clock; None means that it does not answer."""
        question = "SELECT current_setting('server_version'), now()"
        for _ in range(2):  # the first may find a connection that died unnoticed
            try:
                with self._engine.connect() as connection:
                    version, now = connection.exec_driver_sql(question).one()
                    return version, now
            except Exception as error:
                lost = error
        del lost
        return None
