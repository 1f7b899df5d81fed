"""Undo, step 1: the next of an import's changes, from the last one backwards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

from ec2_batch.transaction import run
from schema.models import ImportAction

CHUNK_SIZE = 2_000  # changes in a transaction

# Numbers are given as changes are written, so what rests on a record comes before it here.
BELOW = """
SELECT change.id, change.entity, change.entity_id, change.action
FROM import_change AS change
WHERE change.import_job_id = %(job)s AND change.id < coalesce(
    (SELECT undo_lowest FROM import_job WHERE id = %(job)s), 9223372036854775807
)
ORDER BY change.id DESC LIMIT %(most)s
"""
# The fence, and what opens the chunk's records to the worker (schema/access/rows.py).
MOVE_ON = """
UPDATE import_job SET
    undo_lowest = %(lowest)s, undo_highest = %(highest)s, tries = 1, updated_at = now()
WHERE id = %(job)s AND state = 'undoing' AND coalesce(undo_lowest > %(highest)s, true)
"""


class OvertakenError(Exception):
    """The undo is not where this worker left it: another one has moved it on."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record that the import has written."""

    id: int
    entity: str  # the table's name
    record_id: int
    action: ImportAction


@dataclass(frozen=True, slots=True)
class Run:
    """Changes of one kind in a row: each of another record, so that one statement does."""

    entity: str
    created: bool
    changes: tuple[Change, ...]

    @property
    def change_ids(self) -> list[int]:
        return [change.id for change in self.changes]

    @property
    def record_ids(self) -> list[int]:
        return [change.record_id for change in self.changes]


def next_chunk(cursor: Cursor, job_id: int) -> list[Change]:
    """Return the next changes to take back, the latest first, and move the undo on to them.

    An empty list means that none is left.

    Raises:
        OvertakenError: another worker was here.
    """
    rows = run(cursor, "read changes", BELOW, {"job": job_id, "most": CHUNK_SIZE})
    if not rows:
        return []
    chunk = [Change(i, entity, record, ImportAction(action)) for i, entity, record, action in rows]
    ends = {"lowest": chunk[-1].id, "highest": chunk[0].id}
    run(cursor, "move undo on", MOVE_ON, {"job": job_id} | ends)
    if cursor.rowcount != 1:
        raise OvertakenError
    return chunk


def runs(changes: Iterable[Change]) -> Iterator[Run]:
    """Yield changes in the order given, as many at a time as one statement can take back."""
    held: dict[int, Change] = {}
    kind: tuple[str, bool] | None = None
    for change in changes:
        its_kind = (change.entity, change.action is ImportAction.CREATE)
        if kind and (its_kind != kind or change.record_id in held):
            yield Run(*kind, tuple(held.values()))
            held = {}
        kind = its_kind
        held[change.record_id] = change
    if kind:
        yield Run(*kind, tuple(held.values()))
