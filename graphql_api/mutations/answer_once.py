"""Answer once: a mutation that is sent again, after a lost answer, changes nothing."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar

import strawberry
from sqlalchemy.orm import Session

from graphql_api.mutations.user_errors import RICH_ERRORS, FieldError, IdempotencyMismatch, Refused
from graphql_api.planner.resolve import RowRef
from schema.idempotency import (
    LONGEST_KEY,
    KeyedRequest,
    OtherRequestError,
    first_answer,
    keep_answer,
)

Payload = TypeVar("Payload")
Class = TypeVar("Class", bound=type[Any])

# What an answer may hold beside rows, by name.
_KEPT: dict[str, type[Any]] = {error.__name__: error for error in RICH_ERRORS}

_PATH = ["input", "idempotencyKey"]


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
        Refused: the key came with another input before, or is blank or too long.
    """
    key = getattr(input, "idempotency_key", None)
    if key is None:
        return work(session)
    # A key that a client forgot to fill in protects from nothing, and it relies on one.
    if not key.strip() or len(key) > LONGEST_KEY:
        message = (
            f"An idempotency key has 1 to {LONGEST_KEY} characters; leave it out to have none."
        )
        raise Refused(FieldError(code="INVALID", message=message, path=_PATH))
    request = KeyedRequest(subject, key, _body(name, input))
    try:
        before = first_answer(session, request)
    except OtherRequestError:
        message = "This key was used before with another input: use a new key."
        mismatch = IdempotencyMismatch(code="IDEMPOTENCY_MISMATCH", message=message, path=_PATH)
        raise Refused(mismatch) from None
    if before is not None:
        rows = {name: _given_back(kept) for name, kept in before.items()}
        return payload(**rows, user_errors=[])
    answer = work(session)
    keep_answer(session, request, _kept(answer))
    return answer


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


def _body(name: str, input: Any) -> bytes:
    assert is_dataclass(input)
    body = {k: v for k, v in asdict(input).items() if v is not strawberry.UNSET}  # type: ignore[arg-type]
    return json.dumps([name, body], sort_keys=True, default=str).encode()
