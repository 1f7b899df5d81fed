"""Outbox and inbox: events on their way out, and those already seen."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, text
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from schema.models.base import Base, Id, Key, Moment


class Xid8(UserDefinedType[str]):
    """A transaction's number, which never wraps around."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


ischema_names["xid8"] = Xid8  # so that comparing models with a database knows it


class Outbox(Base):
    """An event written with the change it tells of, until it is relayed."""

    # Writers may not read it back: `insert(Outbox).inline()`, which asks for no key.
    __tablename__ = "outbox"

    id: Mapped[Id]
    event_id: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    type: Mapped[str]  # such as student.created
    version: Mapped[int]
    entity_id: Mapped[Key | None]
    payload: Mapped[dict[str, Any]]  # ids only, no personal data
    # Of as many events that differ in their ids, as imports write them: null in the payload
    # stands for each of these, and a list there has a value for each.
    entity_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    trace_header: Mapped[str | None]
    # Numbers are given before commit: only rows older than every running transaction are relayed.
    xid: Mapped[str] = mapped_column(Xid8, server_default=text("pg_current_xact_id()"))
    created_at: Mapped[Moment]


class Inbox(Base):
    """An event that a consumer has already dealt with."""

    __tablename__ = "inbox"

    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    received_at: Mapped[Moment]
