"""Problems: every refusal as an RFC 9457 body with a sentence, and nothing of our insides."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, json
from sqlalchemy.exc import DBAPIError, TimeoutError
from werkzeug.exceptions import HTTPException

from runtime.identity import InvalidTokenError

log = logging.getLogger(__name__)

UNREACHABLE_FOR_NOW = "The records cannot be reached at the moment. Try again shortly."
RETRY_AFTER = "5"  # seconds; a failover of the database takes about a minute

BUSY = (503, "Somebody else is changing this at the moment. Try again shortly.")
# What the database refuses, by SQLSTATE.
REFUSED_BY_STATE = {
    "42501": (403, "Your schools do not include this student's."),  # row-level security
    "57014": (503, "This took too long, so it was given up and nothing was changed."),
    "55P03": BUSY,  # waited too long for a lock
    "40P01": BUSY,  # two waited for each other
}

SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not answer that method; the Allow header names those it does.",
    413: "The body is too long.",
}


class ProblemError(Exception):
    """A request that is refused; the detail is for the client."""

    def __init__(self, status: int, detail: str, *, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.pointer = pointer  # JSON pointer to the member of the body that is to blame


def problem(status: int, detail: str, *, pointer: str | None = None) -> Response:
    """Return an application/problem+json answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "requestId": g.get("request_id"),
    }
    if pointer is not None:
        body["errors"] = [{"pointer": pointer, "detail": detail}]
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def constraint_of(error: DBAPIError) -> str | None:
    """Return the name of the constraint that a statement ran into."""
    name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return name


def register(app: Flask) -> None:
    """Answer every error of an application with a problem."""
    app.register_error_handler(ProblemError, _refused)
    app.register_error_handler(InvalidTokenError, _not_signed_in)
    app.register_error_handler(HTTPException, _by_http)
    app.register_error_handler(DBAPIError, _by_database)
    app.register_error_handler(TimeoutError, _unreachable)
    app.register_error_handler(Exception, _unexpected)


def _refused(refusal: ProblemError) -> Response:
    return problem(refusal.status, refusal.detail, pointer=refusal.pointer)


def _not_signed_in(refusal: InvalidTokenError) -> Response:
    answer = problem(401, str(refusal))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _by_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(headers=error.get_headers(), status=status)
    answer = problem(status, SENTENCES.get(status) or error.description or "")
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _by_database(error: DBAPIError) -> Response:
    state = getattr(error.orig, "pgcode", None)
    if refused := REFUSED_BY_STATE.get(state or ""):
        return problem(*refused)
    if state is None or state[:2] in ("08", "57", "53"):  # connection, shutdown, no resources
        return _unreachable(error)
    return _unexpected(error)


def _unreachable(error: Exception) -> Response:
    log.warning("records unreachable", exc_info=error)
    answer = problem(503, UNREACHABLE_FOR_NOW)
    answer.headers["Retry-After"] = RETRY_AFTER
    return answer


def _unexpected(error: Exception) -> Response:
    log.error("request failed", exc_info=error)
    return problem(500, "Something went wrong on our side; the request id helps us find out what.")
