"""Mutations: what each of them does around its own work."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar

import strawberry
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from strawberry.types import Info

from graphql_api.context import Context
from graphql_api.errors import ForbiddenError
from graphql_api.planner.resolve import RowRef
from graphql_api.user_errors import FieldError, IdempotencyMismatch, Refused
from schema.access.roles import Permission
from schema.events import Event, record
from schema.models import AuditEntry, IdempotencyKey

Payload = TypeVar("Payload")
ApiInfo = Info[Context, None]

IDEMPOTENCY_KEY = (
    "Send the same key again with the same input, such as after a lost answer,"
    " and the first outcome is answered without doing it twice."
)
EXPECTED_VERSION = "The version you read; the change is refused if there is a newer one."
_DOING = {
    Permission.STUDENT_WRITE: "change students",
    Permission.ENROLLMENT_WRITE: "enroll or drop students",
    Permission.IMPORT: "import files",
    Permission.REPORT: "run reports",
}
_LONGEST_KEY = 255  # characters


def perform(
    info: ApiInfo,
    permission: Permission,
    input: Any,
    payload: Callable[..., Payload],
    work: Callable[[Session], Payload],
) -> Payload:
    """Do a mutation's work once, if the role may, and return its payload.

    Raises:
        ForbiddenError: the role may not do this at all.
    """
    context = info.context
    if not context.caller.may(permission):
        raise ForbiddenError(_DOING[permission])
    session = context.session
    assert session is not None
    try:
        with session.begin_nested():
            return _once(info.field_name, context, session, input, payload, work)
    except Refused as refusal:
        return payload(**_nothing(payload), user_errors=refusal.errors)


def _once(
    name: str,
    context: Context,
    session: Session,
    input: Any,
    payload: Callable[..., Payload],
    work: Callable[[Session], Payload],
) -> Payload:
    key = getattr(input, "idempotency_key", None)
    if not key:
        return work(session)
    if len(key) > _LONGEST_KEY:
        raise Refused(
            FieldError(
                code="INVALID",
                message=f"An idempotency key has at most {_LONGEST_KEY} characters.",
                path=["input", "idempotencyKey"],
            )
        )
    subject, body = context.caller.subject, _body_hash(name, input)
    # Held until the transaction ends: a retry that overtakes its first try waits here.
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"{subject}\n{key}", 0))
    session.execute(select(lock))
    before = session.get(IdempotencyKey, (subject, key))
    if before is not None:
        return _again(before, body, payload)
    answer = work(session)
    session.add(IdempotencyKey(subject=subject, key=key, body_hash=body, response=_rows_of(answer)))
    session.flush()
    return answer


def _again(before: IdempotencyKey, body: str, payload: Callable[..., Payload]) -> Payload:
    if before.body_hash != body:
        raise Refused(
            IdempotencyMismatch(
                code="IDEMPOTENCY_MISMATCH",
                message="This key was used before with another input: use a new key.",
                path=["input", "idempotencyKey"],
            )
        )
    rows = {name: RowRef(key) if key else None for name, key in before.response.items()}
    return payload(**rows, user_errors=[])


def _rows_of(answer: Any) -> dict[str, int | None]:
    rows = {f.name: getattr(answer, f.name) for f in fields(answer) if f.name != "user_errors"}
    return {name: row.key if isinstance(row, RowRef) else None for name, row in rows.items()}


def _nothing(payload: Any) -> dict[str, None]:
    return {f.name: None for f in fields(payload) if f.init and f.name != "user_errors"}


def _body_hash(name: str, input: Any) -> str:
    assert is_dataclass(input)
    body = {k: v for k, v in asdict(input).items() if v is not strawberry.UNSET}  # type: ignore[arg-type]
    return hashlib.sha256(
        json.dumps([name, body], sort_keys=True, default=str).encode()
    ).hexdigest()


def tell(
    context: Context,
    action: str,
    event: Event,
    *,
    entity: str,
    reason: str | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Record what was done, for the auditor and for whoever listens, with the change itself."""
    session = context.session
    assert session is not None
    caller = context.caller
    # No RETURNING: who writes the audit log may not read it.
    session.execute(
        insert(AuditEntry).inline(),
        {
            "subject": caller.subject,
            "role": caller.role.value,
            "action": action,
            "entity": entity,
            "entity_id": event.entity_id,
            "reason": reason,
            "changes": changes,
        },
    )
    record(session, event, trace_header=context.trace_header)
