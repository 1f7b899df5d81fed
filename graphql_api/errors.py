"""Errors: what a client is told when no data can tell it.

Expected outcomes are user errors in a payload. What is left is a mistake in
the request or a surprise of ours; the first is explained, the second is
masked and can be found in the log by the request's id.
"""

import logging
import re
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg2
from graphql import GraphQLError
from sqlalchemy.exc import DBAPIError

from graphql_api.deadlines import TimeUpError

log = logging.getLogger(__name__)

_TOO_SLOW = (psycopg2.errors.QueryCanceled, TimeUpError)
_TAKEN = (psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected)
_UNREACHABLE = (psycopg2.OperationalError, psycopg2.InterfaceError)

MOST_ERRORS = 5
LONGEST_MESSAGE = 200  # characters
_ARGUMENT = re.compile(r"Argument '(\w+)'")


class ForbiddenError(GraphQLError):
    """The caller's role may not do this at all."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Your role may not {what}.", extensions={"code": "FORBIDDEN"})


class RequestError(Exception):
    """A request that is refused before anything of it runs."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def shown(errors: Iterable[GraphQLError], request_id: str) -> list[dict[str, Any]]:
    """Return errors as clients see them, ours explained and all others masked."""
    return [_shown(error, request_id) for error in list(errors)[:MOST_ERRORS]]


def cut_short(errors: Iterable[GraphQLError]) -> BaseException | None:
    """Return what ended the database's part of an operation; None if nothing did."""
    causes = map(_cause, errors)
    return next((cause for cause in causes if isinstance(cause, _UNREACHABLE)), None)


def _cause(error: GraphQLError) -> BaseException | None:
    """Return what an error stands for; None if it speaks for itself."""
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause.orig if isinstance(cause, DBAPIError) and cause.orig is not None else cause


def _shown(error: GraphQLError, request_id: str) -> dict[str, Any]:
    code, message = _code_and_message(error)
    formatted: dict[str, Any] = {"message": message[:LONGEST_MESSAGE]}
    if error.locations:
        formatted["locations"] = [{"line": p.line, "column": p.column} for p in error.locations]
    if error.path:
        formatted["path"] = error.path
    formatted["extensions"] = {"code": code, "requestId": request_id}
    return formatted


def _code_and_message(error: GraphQLError) -> tuple[str, str]:
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        _, code, message = failure(cause)
        return code, message
    known = cause or error
    if "code" in (known.extensions or {}):
        return str(known.extensions["code"]), known.message  # type: ignore[index]
    # A message of graphql-core's own may hold a value, of a variable or of a record.
    argument = _ARGUMENT.match(known.message)
    if argument:
        return "BAD_USER_INPUT", f"The argument `{argument[1]}` was given what it cannot take."
    _, code, message = failure(known)
    return code, message


def failure(cause: BaseException) -> tuple[int, str, str]:
    """Return the status, code and sentence for a surprise, and log it."""
    if isinstance(cause, DBAPIError) and cause.orig is not None:
        cause = cause.orig
    if isinstance(cause, _TOO_SLOW):
        return 503, "TIMEOUT", "This takes too long: ask for less, or for a report."
    if isinstance(cause, _TAKEN):
        return 503, "BUSY", "Somebody else is changing the same records. Try again in a moment."
    # The type and place say enough; a message may hold a person's data.
    log.error("request failed", extra={"error": type(cause).__name__, "at": _place(cause)})
    if isinstance(cause, _UNREACHABLE):
        return 503, "UNAVAILABLE", "The records cannot be reached just now. Try again in a moment."
    if isinstance(cause, psycopg2.errors.InsufficientPrivilege):
        return 403, "FORBIDDEN", "Your role may not do this, or not to this record."
    message = "Something went wrong on our side. The request id finds it in our log."
    return 500, "INTERNAL", message


def _place(cause: BaseException) -> str:
    frames = traceback.extract_tb(cause.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
