"""Idempotency: a request that is sent again, because an answer was lost, changes nothing."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.orm import Session

from schema.models import IdempotencyKey

LONGEST_KEY = 255  # characters
ANSWERS_KEPT_DAYS = 7  # at least: whoever retries does so within minutes


class OtherRequestError(Exception):
    """A key that came with another request before."""


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request, and the key by which its sender will know it again."""

    subject: str  # who sends it: keys of different senders have nothing to do with each other
    key: str
    body: bytes  # all that makes it this request, and no other

    @property
    def body_hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def first_answer(records: Connection | Session, request: KeyedRequest) -> dict[str, Any] | None:
    """Return what was answered when the request came before; None means it has not.

    Until the transaction ends, whoever else asks by this key waits.

    Raises:
        OtherRequestError: it was another request that came with the key.
    """
    # By itself: a statement does not see what is committed while it waits.
    records.execute(select(_turn(request)))
    known = records.execute(_kept(request)).one_or_none()
    if known is None:
        return None
    if known.body_hash != request.body_hash:
        raise OtherRequestError
    return dict(known.response)


def keep_answer(
    records: Connection | Session, request: KeyedRequest, answer: dict[str, Any]
) -> None:
    """Keep the first answer to a request, in the transaction that does what it asks."""
    row = {
        "subject": request.subject,
        "key": request.key,
        "body_hash": request.body_hash,
        "response": answer,
    }
    records.execute(insert(IdempotencyKey).inline(), row)


def _turn(request: KeyedRequest) -> Any:
    name = f"{request.subject}\n{request.key}"
    return func.pg_advisory_xact_lock(func.hashtextextended(name, 0))


def _kept(request: KeyedRequest) -> Select[str, dict[str, Any]]:
    return select(IdempotencyKey.body_hash, IdempotencyKey.response).where(
        IdempotencyKey.subject == request.subject, IdempotencyKey.key == request.key
    )
