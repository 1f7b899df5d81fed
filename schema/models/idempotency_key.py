"""Idempotency keys: answers already given, for clients that ask again."""

from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.models.base import Base, Moment


class IdempotencyKey(Base):
    """The answer given to one subject's request, under the key it came with."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        # The answers that hold a student, for erasing one.
        Index(
            "idempotency_key_student_idx",
            text("(response ->> 'id')"),
            postgresql_where=text("response ? 'email'"),
        ),
    )

    subject: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]  # the same key with another body is a mistake of the client
    response: Mapped[dict[str, Any]]
    created_at: Mapped[Moment]
