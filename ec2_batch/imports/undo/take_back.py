"""Undo, step 2: records as they were, wherever nobody has touched them since."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from psycopg2 import IntegrityError, sql
from psycopg2.errors import ForeignKeyViolation
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.undo.find_used import find_used
from ec2_batch.imports.undo.next_chunk import Change, Run
from ec2_batch.transaction import run
from schema.access.policies import FIXED_ON_CHANGE, UNDOABLE, WITH_RECORD
from schema.models import Base

# What an erasure has left of a row is none to put back.
RESTORE = sql.SQL("""
UPDATE {table} SET ({columns}) = ROW ({was})
FROM import_change AS change
CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, change.before) AS was
WHERE change.id = ANY (%(changes)s) AND {table}.id = change.entity_id
  AND {table}.version = change.version_after AND change.before ? 'version'
RETURNING change.id
""")
REMOVE = sql.SQL("""
DELETE FROM {table} USING import_change AS change
WHERE change.id = ANY (%(changes)s) AND {table}.id = change.entity_id
  AND {table}.version = change.version_after
RETURNING change.id
""")
REMOVE_WITH = sql.SQL("""
DELETE FROM {part} USING import_change AS change, {table}
WHERE change.id = ANY (%(changes)s) AND {table}.id = change.entity_id
  AND {table}.version = change.version_after AND {part}.{key} = {table}.id
""")
# A posted result changes only with a reason.
EXPLAIN = "SELECT set_config('app.reason', 'The import that wrote it was undone.', true)"


class Why(StrEnum):
    """Why a record stays as it is."""

    CHANGED = "CHANGED_SINCE"
    IN_USE = "IN_USE"
    IN_THE_WAY = "IN_THE_WAY"


@dataclass(frozen=True, slots=True)
class Stays:
    """A change that was not taken back, and why."""

    change: Change
    why: Why
    used_by: str | None = None  # the table whose row refers to the record


def take_back(cursor: Cursor, part: Run) -> list[Stays]:
    """Take back what can be of a run, and return what stays."""
    if part.entity not in UNDOABLE:
        return [Stays(change, Why.IN_THE_WAY) for change in part.changes]
    try:
        with _savepoint(cursor):
            done = _written(cursor, part)
    except IntegrityError as refusal:
        return _without(cursor, part, refusal)
    return [Stays(change, Why.CHANGED) for change in part.changes if change.id not in done]


def _written(cursor: Cursor, part: Run) -> set[int]:
    changes = {"changes": part.change_ids}
    if part.entity == "result":
        run(cursor, "give reason", EXPLAIN, {})
    if not part.created:
        restored = run(cursor, f"restore {part.entity}", _restore(part.entity), changes)
        return {change_id for (change_id,) in restored}
    table = sql.Identifier(part.entity)
    for name, key in WITH_RECORD.get(part.entity, {}).items():
        also = {"part": sql.Identifier(name), "key": sql.Identifier(key)}
        run(cursor, f"remove {name}", REMOVE_WITH.format(table=table, **also), changes)
    removed = run(cursor, f"remove {part.entity}", REMOVE.format(table=table), changes)
    return {change_id for (change_id,) in removed}


def _restore(entity: str) -> sql.Composed:
    fixed = FIXED_ON_CHANGE.get(entity, frozenset()) | {"id", "created_at"}
    columns = Base.metadata.tables[entity].columns
    names = [c.name for c in columns if c.name not in fixed and c.computed is None]
    return RESTORE.format(
        table=sql.Identifier(entity),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        was=sql.SQL(", ").join(sql.Identifier("was", name) for name in names),
    )


def _without(cursor: Cursor, part: Run, refusal: IntegrityError) -> list[Stays]:
    """Take back a run without what stands against it, and return what stays."""
    if len(part.changes) == 1:
        return [_kept_by(refusal, part)]
    table = refusal.diag.table_name
    used = find_used(cursor, part, table) if part.created else set()
    if not used:
        return [stays for half in _halves(part) for stays in take_back(cursor, half)]
    free = replace(part, changes=tuple(c for c in part.changes if c.record_id not in used))
    return [
        *(Stays(c, Why.IN_USE, table) for c in part.changes if c.record_id in used),
        *(take_back(cursor, free) if free.changes else ()),
    ]


def _halves(part: Run) -> Iterator[Run]:
    middle = len(part.changes) // 2
    yield replace(part, changes=part.changes[:middle])
    yield replace(part, changes=part.changes[middle:])


def _kept_by(refusal: IntegrityError, part: Run) -> Stays:
    [change] = part.changes
    if part.created and isinstance(refusal, ForeignKeyViolation):
        return Stays(change, Why.IN_USE, refusal.diag.table_name)
    return Stays(change, Why.IN_THE_WAY)


@contextmanager
def _savepoint(cursor: Cursor) -> Iterator[None]:
    cursor.execute("SAVEPOINT run")
    try:
        yield
    except IntegrityError:
        cursor.execute("ROLLBACK TO SAVEPOINT run")
        raise
    cursor.execute("RELEASE SAVEPOINT run")
