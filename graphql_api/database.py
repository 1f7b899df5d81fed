"""The records, as one Lambda instance reaches them: one connection, mended when it breaks."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import psycopg2
from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.orm import Session

from graphql_api.deadlines import Deadlines, TimeUpError, answered_within, watch_connections
from graphql_api.planner.run import PreparedStatements, read, values_of
from graphql_api.planner.sql import Statement
from runtime.tracing import sql_span
from schema.access.caller import SET_CALLER, Caller, caller_parameters

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

    def read(
        self,
        statement: Statement,
        variables: Mapping[str, Any],
        caller: Caller,
        session: Session | None = None,
    ) -> str:
        """Return the text that a statement makes for a caller.

        Raises:
            BadArgumentError: a value cannot be used.
            psycopg2.Error: the database refused or was lost.
        """
        values = values_of(statement, variables, caller)
        with sql_span("planned"):
            if session is not None:
                return self._read_within(session, statement, values, caller)
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

    def _read_within(
        self, session: Session, statement: Statement, values: Mapping[str, Any], caller: Caller
    ) -> str:
        connection = session.connection().connection
        prepared = self._prepared(connection)
        try:
            return read(connection.cursor(), statement, values, caller, prepared)
        except psycopg2.Error:
            if prepared is not None:
                prepared.forget(statement, caller.role.database_role)
            raise

    def _prepared(self, connection: PoolProxiedConnection) -> PreparedStatements | None:
        if not self._prepare:
            return None
        prepared: PreparedStatements = connection.info.setdefault("prepared", PreparedStatements())
        return prepared

    @contextmanager
    def transaction(self, caller: Caller) -> Iterator[Session]:
        """Open a transaction as the caller; it is rolled back unless it is committed."""
        with Session(self._engine, expire_on_commit=False) as session:
            try:
                _begin(session, caller)
            except _LOST as error:
                if isinstance(error, _SLOW):
                    raise
                # A frozen instance finds its connection closed; nothing has been done yet.
                session.rollback()
                _begin(session, caller)
            yield session

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


def _begin(session: Session, caller: Caller) -> None:
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    try:
        driver.begin(SET_CALLER, caller_parameters(caller))
    except psycopg2.Error as error:
        connection.invalidate(error)
        raise
