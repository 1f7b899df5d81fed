"""Trails: what the audit log and the outbox say of one record."""

from dataclasses import dataclass
from typing import Any

from schema.camel_case import camel_case
from tests.conftest import Database


@dataclass(frozen=True)
class Trail:
    """What was done to a record, and what was told of it, in order."""

    audited: list[tuple[str, str | None]]  # action, reason
    changes: list[dict[str, Any] | None]
    told: list[str]  # types of events


def key_in(global_id: str) -> int:
    """Return the key in a global id."""
    return int(global_id.rpartition("_")[2])


def trail(database: Database, entity: str, global_id: str) -> Trail:
    """Return the trail of the record that an id names."""
    key = key_in(global_id)
    with database.owner_session() as session:
        connection = session.connection()
        entries = connection.exec_driver_sql(
            "SELECT action, reason, changes FROM audit_entry"
            " WHERE entity = %s AND entity_id = %s ORDER BY id",
            (entity, key),
        ).all()
        events = connection.exec_driver_sql(
            "SELECT type FROM outbox WHERE payload -> %s = to_jsonb(%s) ORDER BY id",
            (camel_case(f"{entity}_id"), key),
        ).all()
    return Trail(
        [(action, reason) for action, reason, _ in entries],
        [changes for *_, changes in entries],
        [type_ for (type_,) in events],
    )
