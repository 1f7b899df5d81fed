"""Callers: whose eyes a transaction sees the records with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schema.access.roles import PERMISSIONS, WORKER_ROLE, Permission, Role

if TYPE_CHECKING:  # who only verifies tokens needs no SQLAlchemy
    from sqlalchemy import Connection

# Transaction-local: at commit or rollback a pooled connection forgets the caller.
SET_CALLER = (
    "SELECT set_config('role', %(caller_role)s, true),"
    " set_config('app.subject', %(caller_subject)s, true)"
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a verified token's subject, in the one role the token names."""

    subject: str
    role: Role
    # The program that asks, as its token says; what may be seen depends on the person alone.
    client_id: str = field(default="", compare=False)

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]


# What the worker does in nobody's name.
WORKER: Mapping[str, str] = {"caller_role": WORKER_ROLE, "caller_subject": ""}


def caller_parameters(caller: Caller) -> dict[str, str]:
    """Return the parameters of `SET_CALLER`."""
    return {"caller_role": caller.role.database_role, "caller_subject": caller.subject}


def become(connection: "Connection", caller: Caller | Mapping[str, str]) -> None:
    """See the records with the caller's eyes until the transaction ends.

    Pass `WORKER` for the worker's own bookkeeping.
    """
    parameters = caller_parameters(caller) if isinstance(caller, Caller) else dict(caller)
    connection.exec_driver_sql(SET_CALLER, parameters)
