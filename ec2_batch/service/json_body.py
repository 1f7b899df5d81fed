"""The JSON body of a request."""

import json
from typing import Any

from flask import Request

from ec2_batch.service.problems import ProblemError


def json_object(request: Request) -> dict[str, Any]:
    """Return the object that a request's body holds.

    Raises:
        ProblemError: it is of another type, no JSON, or no object.
    """
    if request.mimetype != "application/json":
        raise ProblemError(415, "Send the body as `Content-Type: application/json`.")
    try:
        body = json.loads(request.get_data().decode("utf-8"))
    # A body nested a thousand deep, or a number of 5,000 digits, is malformed as well.
    except (ValueError, RecursionError):
        raise ProblemError(400, "The body is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise ProblemError(400, "The body is JSON, but not an object.")
    _check_characters(body)
    return body


def _check_characters(body: dict[str, Any]) -> None:
    """Refuse what JSON can escape and no text can hold, and so no record and no answer."""
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        detail = "The body holds half of a surrogate pair, which is no character."
        raise ProblemError(400, detail) from None
