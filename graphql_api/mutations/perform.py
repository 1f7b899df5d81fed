"""Mutations: what each of them does around its own work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlalchemy.orm import Session
from strawberry.types import Info

from graphql_api.context import Context
from graphql_api.errors import ForbiddenError
from graphql_api.mutations.answer_once import answer_once
from graphql_api.mutations.user_errors import Refused
from schema.access.roles import Permission
from schema.events import Event, record
from schema.models import AuditEntry

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
    Permission.CATALOG_WRITE: "change courses or sections",
    Permission.HOLD_WRITE: "place or release holds",
    Permission.GRADE_POST: "post grades",
    Permission.ERASE: "erase personal data",
    Permission.IMPORT: "import files",
    Permission.REPORT: "run reports",
}


class UndoneError(Exception):
    """Raised inside a mutation to end it with an answer and undo what it wrote."""

    def __init__(self, answer: Any) -> None:
        super().__init__("undone")
        self.answer = answer


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
            return answer_once(
                session, context.caller.subject, info.field_name, input, payload, work
            )
    except Refused as refusal:
        return payload(**_nothing(payload), user_errors=refusal.errors)
    except UndoneError as undone:
        answer: Payload = undone.answer
        return answer


def _nothing(payload: Any) -> dict[str, None]:
    asked = [f for f in fields(payload) if f.init and f.default_factory is MISSING]
    return {f.name: None for f in asked if f.name != "user_errors"}


def audit(
    context: Context,
    action: str,
    *,
    entity: str,
    entity_id: int,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done, for the auditor, with the change itself."""
    assert context.session is not None
    entry = _entry(context, action, entity, entity_id, reason) | {"changes": changes}
    # No RETURNING: who writes the audit log may not read it.
    context.session.execute(insert(AuditEntry).inline(), entry)


def _entry(
    context: Context, action: str, entity: str, entity_id: int, reason: str | None
) -> dict[str, Any]:
    return {
        "subject": context.caller.subject,
        "role": context.caller.role.value,
        "action": action,
        "entity": entity,
        "entity_id": entity_id,
        "reason": reason,
    }


def announce(context: Context, event: Event) -> None:
    """Record an event for whoever listens, with the change itself."""
    assert context.session is not None
    record(context.session, event, trace_header=context.trace_header)


def tell(
    context: Context,
    action: str,
    event: Event,
    *,
    entity: str,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done, for the auditor and for whoever listens."""
    entity_id = event.entity_id
    audit(context, action, entity=entity, entity_id=entity_id, reason=reason, changes=changes)
    announce(context, event)


def tell_each(
    context: Context, action: str, told: Sequence[tuple[Event, str | None]], *, entity: str
) -> None:
    """Record what was done to many records, and each one's reason, in one statement of a kind."""
    if not told:
        return
    session = context.session
    assert session is not None
    entries = [_entry(context, action, entity, event.entity_id, why) for event, why in told]
    session.execute(insert(AuditEntry).values(entries).inline())
    record(session, *[event for event, _ in told], trace_header=context.trace_header)
