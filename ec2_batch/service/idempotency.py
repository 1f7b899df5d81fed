"""Idempotency keys: a request that is sent again, because an answer was lost, changes nothing."""

import re
from collections.abc import Callable
from typing import Any

from flask import Request

from ec2_batch.service.problems import ProblemError
from ec2_batch.service.records import Visit
from schema.idempotency import (
    LONGEST_KEY,
    KeyedRequest,
    OtherRequestError,
    first_answer,
    keep_answer,
)

KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")


def answered_once(
    visit: Visit, request: Request, answer: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return the first answer to a request's Idempotency-Key, making it if there is none yet.

    Without the header each request is new.

    Raises:
        ProblemError: the key came with another request before, or is none.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer()
    if not KEY.fullmatch(key):
        raise ProblemError(
            400, f"An Idempotency-Key has 1 to {LONGEST_KEY} visible ASCII characters."
        )
    body = f"{request.method} {request.path}\n".encode() + request.get_data()
    asked = KeyedRequest(visit.caller.subject, key, body)
    try:
        before = first_answer(visit.connection, asked)
    except OtherRequestError:
        raise ProblemError(422, "This Idempotency-Key came with another request before.") from None
    if before is not None:
        return before
    first = answer()
    keep_answer(visit.connection, asked, first)
    return first
