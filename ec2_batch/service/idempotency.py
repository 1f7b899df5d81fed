"""Idempotency keys: a request that is sent again, because an answer was lost, changes nothing."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Request
from sqlalchemy import insert, select

from ec2_batch.service.problems import ProblemError
from ec2_batch.service.records import Visit
from schema.models import IdempotencyKey

KEY = re.compile(r"[!-~]{1,255}")


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
        raise ProblemError(400, "An Idempotency-Key has 1 to 255 visible ASCII characters.")
    asked = f"{request.method} {request.path}\n".encode() + request.get_data()
    body_hash = hashlib.sha256(asked).hexdigest()
    subject = visit.caller.subject
    known = visit.connection.execute(
        select(IdempotencyKey.body_hash, IdempotencyKey.response).where(
            IdempotencyKey.subject == subject, IdempotencyKey.key == key
        )
    ).one_or_none()
    if known is None:
        first = answer()
        # In the answer's own transaction: both are kept, or neither.
        row = {"subject": subject, "key": key, "body_hash": body_hash, "response": first}
        visit.connection.execute(insert(IdempotencyKey).inline(), row)
        return first
    if known.body_hash != body_hash:
        raise ProblemError(422, "This Idempotency-Key came with another request before.")
    return dict(known.response)
