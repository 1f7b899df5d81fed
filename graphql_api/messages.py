"""Messages: what needs no answer of its own goes to the database with the statement after it.

Each message is a round trip. Of a transaction's beginning, of who asks and of what is told of a
change, all there is to know is that they succeeded, which the next statement's answer says too.
"""

from collections.abc import Mapping
from typing import Any

from psycopg2 import extensions


class JoiningConnection(extensions.connection):
    """A connection whose transactions begin with the first statement that wants an answer."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._waiting: list[bytes] = []
        self._begun = False
        self._sent = False  # whether the server knows of the transaction
        self.untouched = True  # whether it has not answered yet

    def begin(self, sql: str, values: Mapping[str, Any]) -> None:
        """Begin a transaction, and run a statement in it, with the next one."""
        self.autocommit = True  # or psycopg2 sends a BEGIN of its own first
        self._begun, self._sent, self.untouched = True, False, True
        self.later(f"BEGIN; {sql}", values)

    def later(self, sql: str, values: Mapping[str, Any]) -> None:
        """Run a statement with the next one, or with the transaction's end."""
        self._waiting.append(extensions.cursor(self).mogrify(sql, values))

    def take_waiting(self) -> bytes:
        """Return what is to be sent now; it waits no longer."""
        waiting, self._waiting, self._sent = self._waiting, [], True
        return b"; ".join(waiting)

    def commit(self) -> None:
        if not self._begun:
            super().commit()
            return
        if self._sent or len(self._waiting) > 1:
            JoiningCursor(self).execute("COMMIT")
        self._end()

    def rollback(self) -> None:
        self._waiting = []
        if not self._begun:
            super().rollback()
            return
        if self._sent:
            JoiningCursor(self).execute("ROLLBACK")
        self._end()

    def _end(self) -> None:
        self._waiting, self._begun = [], False
        self.autocommit = False


class JoiningCursor(extensions.cursor):
    """A cursor that sends what waits on its connection before its own statement."""

    connection: JoiningConnection

    def execute(self, query: Any, vars: Any = None) -> None:
        message = self.mogrify(query, vars)  # first: what cannot be written is not sent
        if waiting := self.connection.take_waiting():
            message = waiting + b"; " + message
        super().execute(message)
        self.connection.untouched = False

    def executemany(self, query: Any, vars_list: Any) -> None:
        if waiting := self.connection.take_waiting():
            self.execute(waiting)
        super().executemany(query, vars_list)
