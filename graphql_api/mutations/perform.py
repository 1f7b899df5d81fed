"""Mutations: what each of them does around its own work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from strawberry.types import Info

from graphql_api.context import Context
from graphql_api.errors import ForbiddenError
from graphql_api.mutations.answer_once import answer_once
from graphql_api.mutations.user_errors import Refused
from graphql_api.transaction import Transaction
from schema.access.roles import Permission

Payload = TypeVar("Payload")
ApiInfo = Info[Context, None]

IDEMPOTENCY_KEY = (
    "Send the same key again with the same input within a week, such as after a lost answer,"
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
    try:
        with _undone_by_failure(context.transaction, alone=context.alone):
            session, subject = context.transaction.session, context.caller.subject
            return answer_once(session, subject, info.field_name, input, payload, work)
    except Refused as refusal:
        return payload(**_nothing(payload), user_errors=refusal.errors)
    except UndoneError as undone:
        answer: Payload = undone.answer
        return answer


@contextmanager
def _undone_by_failure(transaction: Transaction, *, alone: bool) -> Iterator[None]:
    """Undo what is written inside if it fails; why it failed can be read about afterwards."""
    if not alone:
        with transaction.session.begin_nested():
            yield
        return
    try:
        yield
    except (Refused, UndoneError):
        transaction.start_over()
        raise


def _nothing(payload: Any) -> dict[str, None]:
    asked = [f for f in fields(payload) if f.init and f.default_factory is MISSING]
    return {f.name: None for f in asked if f.name != "user_errors"}
