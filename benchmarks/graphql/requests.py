"""Requests: an operation and a subject → what is sent, once its pages have been turned."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from benchmarks.graphql.http_client import Connection, connected, post
from benchmarks.graphql.operations import Operation, Samples, Variables
from benchmarks.graphql.subjects import Running
from benchmarks.leave import MeasureError

PAGES = 8  # whose cursors paged operations go round


class WrongAnswerError(MeasureError):
    """A subject refused an operation, or answered it otherwise than the others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The requests of one operation, and what the subject answered to each, comparably."""

    requests: list[bytes]
    answers: list[Any]

    def again_and_again(self) -> Iterator[bytes]:
        return cycle(self.requests)


def ask_all(running: Running, operation: Operation, samples: Samples) -> Asked:
    """Ask everything once, and return how to ask it again.

    Raises:
        WrongAnswerError: the subject refused.
    """
    if not operation.paged:
        return ask_each(running, operation, operation.variables(samples))
    with connected(running.port) as connection:
        return _turn_pages(running, operation, connection)


def ask_each(running: Running, operation: Operation, variables: Sequence[Variables]) -> Asked:
    """Ask an operation once with each set of variables, and return how to ask it again.

    Raises:
        WrongAnswerError: the subject refused.
    """
    requests = [request(running, operation, each) for each in variables]
    with connected(running.port) as connection:
        answers = [_answer(running, operation, connection, each) for each in requests]
    comparable = running.subject.dialect.comparable
    return Asked(requests, [comparable(operation.name, data) for data in answers])


def ask(running: Running, operation: Operation, variables: Variables) -> Any:
    """Return the data of one answer, as the subject gives it.

    Raises:
        WrongAnswerError: the subject refused.
    """
    with connected(running.port) as connection:
        return _answer(running, operation, connection, request(running, operation, variables))


def _turn_pages(running: Running, operation: Operation, connection: Connection) -> Asked:
    dialect = running.subject.dialect
    asked = Asked([], [])
    data = _answer(running, operation, connection, request(running, operation, {"after": None}))
    while len(asked.requests) < PAGES and _rows(dialect.comparable(operation.name, data)):
        following = request(running, operation, {"after": dialect.cursor(data)})
        data = _answer(running, operation, connection, following)
        asked.requests.append(following)
        asked.answers.append(dialect.comparable(operation.name, data))
    return asked


def _rows(data: Any) -> Any:
    return data["students"]["nodes"]


def request(running: Running, operation: Operation, variables: Variables) -> bytes:
    """Return a request as it goes over the wire."""
    dialect = running.subject.dialect
    body = {
        "query": dialect.document(operation.name),
        "operationName": operation.in_document,
        "variables": dialect.variables(operation.name, variables),
    }
    return post(running.subject.path, running.headers, json.dumps(body).encode())


def _answer(running: Running, operation: Operation, connection: Connection, sent: bytes) -> Any:
    status, body = connection.ask(sent)
    if status != 200 or b'"errors"' in body:
        shown = body[:500].decode(errors="replace")
        raise WrongAnswerError(f"{running.subject.title}, {operation.name}: {status} {shown}")
    return json.loads(body)["data"]
