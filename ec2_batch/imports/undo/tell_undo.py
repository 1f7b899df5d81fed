"""Undo, step 3: what stays is named, and whoever computes from grades hears of it."""

from collections.abc import Sequence

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.issue import shown
from ec2_batch.imports.undo.next_chunk import Change, Run
from ec2_batch.imports.undo.take_back import Stays, Why
from ec2_batch.transaction import run
from schema.access.policies import UNDOABLE
from schema.events import GradeAmended

KEYS = sql.SQL("SELECT id, sourced_id FROM {table} WHERE id = ANY (%(ids)s)")
KEYS_BEFORE = """
SELECT entity_id, before ->> 'sourced_id' FROM import_change
WHERE id = ANY (%(changes)s) AND before ? 'sourced_id'
"""
NAME = """
INSERT INTO import_issue (import_job_id, file, line, code, value, message)
SELECT %(job)s, %(file)s, 0, code, value, message
FROM unnest(%(codes)s, %(values)s, %(messages)s) WITH ORDINALITY
    AS stays (code, value, message, place)
ORDER BY place
"""
# Before the results go, because then nothing says any more whose they were.
AMENDED = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT %(type)s, %(version)s, id, jsonb_build_object(
    'resultId', id, 'studentId', student_id, 'sectionId', section_id
), %(trace)s
FROM result WHERE id = ANY (%(ids)s) ORDER BY id
"""


def announce_results(cursor: Cursor, part: Run, trace_header: str | None) -> None:
    """Have the standings recomputed that rest on results about to be taken back."""
    if part.entity != "result":
        return
    event = {"type": GradeAmended.type, "version": GradeAmended.version, "trace": trace_header}
    run(cursor, "record amended grades", AMENDED, event | {"ids": part.record_ids})


def name_stays(cursor: Cursor, job_id: int, file: str, stays: Sequence[Stays]) -> None:
    """Add an issue to the job for each record that stays."""
    if not stays:
        return
    keys = _keys(cursor, [each.change for each in stays])
    parameters = {
        "job": job_id,
        "file": file,
        "codes": [each.why.value for each in stays],
        "values": [shown(keys[each.change.id]) for each in stays],
        "messages": [sentence(each) for each in stays],
    }
    run(cursor, "name what stays", NAME, parameters)


def sentence(stays: Stays) -> str:
    """Return why a record stays, in words; its key stands beside them."""
    this = f"This {_words(stays.change.entity)}"
    match stays.why:
        case Why.CHANGED:
            return f"{this} was changed after the import and stays as it is."
        case Why.IN_USE:
            by = f" by a record of kind {_words(stays.used_by)}" if stays.used_by else ""
            return f"{this} is used{by} since the import and stays."
        case Why.IN_THE_WAY:
            return f"{this} cannot go back: other records have changed around it. It stays."


def _keys(cursor: Cursor, changes: Sequence[Change]) -> dict[int, str]:
    """Return what each change's record is known by; its number if nothing says more."""
    known = {change.id: f"{change.entity}_{change.record_id}" for change in changes}
    for entity in {change.entity for change in changes} & UNDOABLE:
        of_entity = [change for change in changes if change.entity == entity]
        ids = {"ids": [change.record_id for change in of_entity]}
        before = {"changes": [change.id for change in of_entity]}
        found = dict(run(cursor, "read former keys", KEYS_BEFORE, before))
        keys = KEYS.format(table=sql.Identifier(entity))
        found |= dict(run(cursor, f"read keys of {entity}", keys, ids))
        known |= {c.id: found[c.record_id] for c in of_entity if c.record_id in found}
    return known


def _words(table: str | None) -> str:
    return (table or "").replace("_", " ")
