"""Answer once: a mutation that is sent again, after a lost answer, changes nothing."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar

import strawberry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graphql_api.mutations.user_errors import RICH_ERRORS, FieldError, IdempotencyMismatch, Refused
from graphql_api.planner.resolve import RowRef
from schema.models import IdempotencyKey

Payload = TypeVar("Payload")
Class = TypeVar("Class", bound=type[Any])

# What an answer may hold beside rows, by name.
_KEPT: dict[str, type[Any]] = {error.__name__: error for error in RICH_ERRORS}

_PATH = ["input", "idempotencyKey"]
_LONGEST_KEY = 255  # characters


def kept(cls: Class) -> Class:
    """Declare a part of an answer that is kept, and made again, with it."""
    _KEPT[cls.__name__] = cls
    return cls


def answer_once(
    session: Session,
    subject: str,
    name: str,
    input: Any,
    payload: Callable[..., Payload],
    work: Callable[[Session], Payload],
) -> Payload:
    """Return the first answer to an input's idempotency key, doing the work if there is none.

    Without a key each request is new. A refusal is not kept: what stood in the way may be gone.

    Raises:
        Refused: the key came with another input before, or is too long.
    """
    key = getattr(input, "idempotency_key", None)
    if not key:
        return work(session)
    if len(key) > _LONGEST_KEY:
        message = f"An idempotency key has at most {_LONGEST_KEY} characters."
        raise Refused(FieldError(code="INVALID", message=message, path=_PATH))
    body = _body_hash(name, input)
    # Held until the transaction ends: a retry that overtakes its first try waits here.
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{subject}\n{key}", 0))
    session.execute(select(lock))
    before = session.get(IdempotencyKey, (subject, key))
    if before is not None:
        return _again(before, body, payload)
    answer = work(session)
    session.add(IdempotencyKey(subject=subject, key=key, body_hash=body, response=_kept(answer)))
    session.flush()
    return answer


def _again(before: IdempotencyKey, body: str, payload: Callable[..., Payload]) -> Payload:
    if before.body_hash != body:
        message = "This key was used before with another input: use a new key."
        raise Refused(IdempotencyMismatch(code="IDEMPOTENCY_MISMATCH", message=message, path=_PATH))
    rows = {name: _given_back(kept) for name, kept in before.response.items()}
    return payload(**rows, user_errors=[])


def _kept(answer: Any) -> dict[str, Any]:
    """Return the keys of the rows that an answer shows, and whatever else it says."""
    shown = {f.name: getattr(answer, f.name) for f in fields(answer) if f.init}
    shown.pop("user_errors")
    return {name: _key(value) for name, value in shown.items()}


def _key(value: Any) -> Any:
    if isinstance(value, list):
        return [_key(each) for each in value]
    if isinstance(value, RowRef):
        return {"row": value.key}
    if is_dataclass(value):
        said = {f.name: _key(getattr(value, f.name)) for f in fields(value)}
        return {"type": type(value).__name__, "fields": said}
    return value


def _given_back(kept: Any) -> Any:
    if isinstance(kept, list):
        return [_given_back(each) for each in kept]
    if not isinstance(kept, dict):
        return kept
    if "row" in kept:
        return RowRef(kept["row"])
    said = {name: _given_back(value) for name, value in kept["fields"].items()}
    return _KEPT[kept["type"]](**said)


def _body_hash(name: str, input: Any) -> str:
    assert is_dataclass(input)
    body = {k: v for k, v in asdict(input).items() if v is not strawberry.UNSET}  # type: ignore[arg-type]
    return hashlib.sha256(
        json.dumps([name, body], sort_keys=True, default=str).encode()
    ).hexdigest()
