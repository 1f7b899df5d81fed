"""Audit entries: who did what to which record, and why."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from schema.models.base import Base, Id, Key, Moment


class AuditEntry(Base):
    """One act on one record; never changed, never removed."""

    # Writers may not read it back: `insert(AuditEntry).inline()`, which asks for no key.
    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_entity_entity_id_idx", "entity", "entity_id"),  # a record's history
        Index("audit_entry_occurred_at_id_idx", "occurred_at", "id"),
    )

    id: Mapped[Id]
    occurred_at: Mapped[Moment]
    subject: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]  # the table's name
    entity_id: Mapped[Key | None]
    reason: Mapped[str | None]
    changes: Mapped[dict[str, Any] | None]  # field -> [before, after]
