"""Transactions: what a mutation reads and writes, always as its caller."""

from collections.abc import Mapping
from typing import Any

import psycopg2
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from graphql_api.messages import JoiningConnection
from graphql_api.planner.run import PreparedStatements, values_of
from graphql_api.planner.sql import Statement
from runtime.tracing import sql_span
from schema.access.caller import SET_CALLER, Caller, caller_parameters


class Transaction:
    """One caller's transaction: prepared statements, and SQLAlchemy's session for the rest.

    Nothing is sent before a statement wants an answer. What the session holds back is not seen
    by the prepared statements: flush it before.
    """

    def __init__(
        self, connection: Connection, caller: Caller, prepared: PreparedStatements | None
    ) -> None:
        self.session = Session(connection, expire_on_commit=False)
        self._connection = connection
        driver: Any = connection.connection.driver_connection
        self._driver: JoiningConnection = driver
        self._caller = caller
        self._prepared = prepared
        self._begin()

    def run(self, statement: Statement, variables: Mapping[str, Any]) -> Any:
        """Run a statement, and return the driver's cursor that holds what came of it.

        Raises:
            BadArgumentError: a value cannot be used.
            psycopg2.Error: the database refused or was lost.
        """
        values = values_of(statement, variables, self._caller)
        call = self._call(statement)
        cursor: Any = self._driver.cursor()
        cursor.execute(call, values)
        return cursor

    def read(self, statement: Statement, variables: Mapping[str, Any]) -> str:
        """Return the text that a statement makes.

        Raises:
            as `run` does.
        """
        with sql_span("planned"):
            (text,) = self.run(statement, variables).fetchone()
        return str(text)

    def later(self, statement: Statement, variables: Mapping[str, Any]) -> None:
        """Run a statement with the next one, whose failure may then be this one's."""
        values = values_of(statement, variables, self._caller)
        self._driver.later(self._call(statement), values)

    def commit(self) -> None:
        self.session.flush()
        self._connection.commit()

    def close(self) -> None:
        """Let go of the session's records; what is not committed is undone with the connection."""
        self.session.close()

    def start_over(self) -> None:
        """Undo all that was done, and begin again."""
        self.session.rollback()
        self._connection.rollback()
        self._begin()

    def _begin(self) -> None:
        self._connection.begin()
        self._driver.begin(SET_CALLER, caller_parameters(self._caller))

    def _call(self, statement: Statement) -> str:
        """Return what runs a statement, which is prepared first, in a message of its own.

        In the same one, nobody would know after a refusal whether it is prepared.
        """
        if self._prepared is None:
            return statement.text
        role = self._caller.role.database_role
        prepare, call = self._prepared.call(statement, role)
        if prepare:
            try:
                self._driver.cursor().execute(prepare, {})
            except psycopg2.Error:
                self._prepared.forget(statement, role)
                raise
        return call
