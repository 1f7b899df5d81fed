"""The records, as the sender of a request may see them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Connection, Engine

from ec2_batch.service.problems import ProblemError
from runtime import tracing
from runtime.identity import TokenVerifier, bearer_token
from schema.access.caller import Caller, become
from schema.access.roles import Permission
from schema.audit import TELL, audit_entry, told
from schema.events import Event

# The login's own limits are those of imports; nobody waits that long for a page.
SET_LIMITS = (
    "SELECT set_config('statement_timeout', '10s', true), set_config('lock_timeout', '2s', true)"
)

REFUSALS = {
    Permission.STUDENT_WRITE: "Your role may not add or remove students.",
    Permission.ENROLLMENT_WRITE: "Your role may not enroll students; leave the course out.",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One caller's transaction."""

    connection: Connection
    caller: Caller

    def tell(
        self,
        action: str,
        event: Event,
        *,
        entity: str,
        reason: str | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        """Record what was done: for others as an event, for the auditor as an entry."""
        entry = audit_entry(
            self.caller,
            action,
            entity=entity,
            entity_id=event.entity_id,
            reason=reason,
            changes=changes,
        )
        self.connection.execute(TELL, told([(entry, event)], tracing.current_header()))


@dataclass(frozen=True, slots=True)
class Records:
    """Opens transactions in which the database shows a caller what that caller may see."""

    engine: Engine
    verifier: TokenVerifier

    @contextmanager
    def visit(self, permission: Permission) -> Iterator[Visit]:
        """Give whoever sent the present request a transaction; it commits when all went well.

        Raises:
            InvalidTokenError: the request does not prove who sends it.
            ProblemError: the sender's role lacks a permission.
        """
        caller = self.verifier.verify(bearer_token(request.headers.get("Authorization")))
        demand(caller, permission)
        with tracing.sql_span(request.endpoint or ""), self.engine.begin() as connection:
            connection.exec_driver_sql(SET_LIMITS)
            become(connection, caller)
            yield Visit(connection, caller)


def demand(caller: Caller, permission: Permission) -> None:
    """Refuse a caller whose role lacks a permission."""
    if not caller.may(permission):
        raise ProblemError(403, REFUSALS.get(permission, "Your role may not do this."))
