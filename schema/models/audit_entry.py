"""Audit entries: who did what to which record, and why."""

from typing import Any

from sqlalchemy.orm import Mapped

from schema.models.base import Base, Id, Key, Moment


class AuditEntry(Base):
    """One act on one record; never changed, never removed."""

    # Writers may not read it back: `insert(AuditEntry).inline()`, which asks for no key.
    __tablename__ = "audit_entry"

    id: Mapped[Id]
    occurred_at: Mapped[Moment]
    subject: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]  # the table's name
    entity_id: Mapped[Key | None]
    reason: Mapped[str | None]
    changes: Mapped[dict[str, Any] | None]  # field -> [before, after]
