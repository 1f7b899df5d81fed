"""Deadlines: a request is answered in time, whatever becomes of the database.

The server itself ends what takes too long (schema/access/logins.py). Nobody else ends the
wait for a server that has fallen silent: libpq waits for ever, and TCP sees nothing amiss
while something on the way acknowledges packets. So a thread cuts such a connection.
"""

import math
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Condition, Thread
from typing import Any, TypeVar

import psycopg2
from psycopg2 import extensions
from sqlalchemy import Engine, event

from graphql_api.messages import JoiningConnection, JoiningCursor

Result = TypeVar("Result")

_answer_by: ContextVar[float] = ContextVar("answer_by", default=math.inf)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long is waited, in seconds."""

    request: float = 25  # in all; API Gateway gives up after 29
    silence: float = 6  # for an answer; the server ends a statement after 5
    connect: int = 5


class TimeUpError(psycopg2.OperationalError):
    """The request's time is up; what its transaction has done is undone."""


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """Let nothing inside wait for the database any longer, all in all."""
    token = _answer_by.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _answer_by.reset(token)


def watch_connections(engine: Engine, deadlines: Deadlines) -> None:
    """Hold every connection that an engine makes to the deadlines."""

    def limit(_dialect: Any, _record: Any, _args: Any, parameters: dict[str, Any]) -> None:
        left = _answer_by.get() - time.monotonic()
        if left <= 0:
            raise TimeUpError
        parameters["connect_timeout"] = max(1, math.ceil(min(left, deadlines.connect)))
        parameters["connection_factory"] = partial(WatchedConnection, deadlines.silence)
        parameters["cursor_factory"] = WatchedCursor

    event.listen(engine, "do_connect", limit)


class WatchedConnection(JoiningConnection):
    """A connection that is cut when it does not answer in time."""

    def __init__(self, silence: float, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._silence = silence

    def commit(self) -> None:
        self.in_time(super().commit)

    def rollback(self) -> None:
        if _answer_by.get() <= time.monotonic():
            self.close()  # the server undoes it then
        else:
            self.in_time(super().rollback)

    def in_time(self, wait: Callable[..., Result], *args: Any) -> Result:
        """Return what a call that waits for the server returns.

        Raises:
            TimeUpError: the request's time is up.
            psycopg2.OperationalError: the server did not answer.
        """
        now, answer_by = time.monotonic(), _answer_by.get()
        if answer_by <= now:
            self.close()
            raise TimeUpError
        watch = _watchdog.watch(self, min(answer_by, now + self._silence))
        try:
            return wait(*args)
        finally:
            if _watchdog.has_cut(watch) and answer_by <= time.monotonic():
                raise TimeUpError from None


class WatchedCursor(JoiningCursor):
    """A cursor of a watched connection."""

    connection: WatchedConnection

    def execute(self, query: Any, vars: Any = None) -> None:
        self.connection.in_time(super().execute, query, vars)


class Watchdog:
    """One thread that cuts the connections on which an answer is overdue."""

    def __init__(self) -> None:
        self._watches: dict[int, tuple[extensions.connection, float]] = {}
        self._numbers = count()
        self._sooner = Condition()
        self._looks_at = math.inf
        self._thread: Thread | None = None

    def watch(self, connection: extensions.connection, until: float) -> int:
        """Begin to watch a connection, and return the number of the watch."""
        number = next(self._numbers)
        self._watches[number] = connection, until
        # Rarely so: the thread sleeps until the first of its watches ends, mostly in vain.
        if until < self._looks_at:
            with self._sooner:
                self._looks_at = until
                self._start()
                self._sooner.notify()
        return number

    def has_cut(self, number: int) -> bool:
        """End a watch, and return whether that was too late."""
        if self._watches.pop(number, None) is not None:
            return False
        with self._sooner:  # it may be at it
            return True

    def _start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._run, name="deadlines", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        with self._sooner:
            while True:
                # Before it looks, so that a watch it does not see wakes it.
                self._looks_at = math.inf
                now = time.monotonic()
                for number, (connection, until) in list(self._watches.items()):
                    if until > now:
                        self._looks_at = min(self._looks_at, until)
                    elif self._watches.pop(number, None) is not None:
                        _cut(connection)
                self._sooner.wait(None if self._looks_at == math.inf else self._looks_at - now)


def _cut(connection: extensions.connection) -> None:
    """Wake whoever waits for a connection: to libpq, the server has hung up."""
    with (
        suppress(OSError, psycopg2.Error),
        socket.socket(fileno=os.dup(connection.fileno())) as line,
    ):
        line.shutdown(socket.SHUT_RDWR)


_watchdog = Watchdog()
