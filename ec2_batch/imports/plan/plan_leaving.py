"""Who would leave because a whole file does not name them: counted, sampled, and named."""

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.apply.apply_file import Reading
from ec2_batch.imports.apply.deactivate import (
    Missing,
    count_missing,
    list_missing,
    rehearse_leaving,
)
from ec2_batch.imports.apply.find_leaving import find_leaving
from ec2_batch.imports.job.plan import LEAVES, Plan, Sampled
from ec2_batch.imports.merge.keep_record import keep_issues
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.plan.shown_columns import shown_columns
from ec2_batch.transaction import transaction

NOBODY = Missing(0, "")


def plan_leaving(
    connection: Connection,
    records: Connection,
    reading: Reading,
    part: Part,
    plan: Plan,
    *,
    rehearsed: bool,
) -> Missing:
    """Add who would leave to a plan; in a rehearsal they do, for the rows that follow."""
    with transaction(records, part.caller) as cursor:
        found = find_leaving(cursor, reading, part)
        missing = count_missing(cursor, part) if found.known else NOBODY
        if missing.count:
            plan.samples += _samples(cursor, reading.source.name, part, plan.room(leaving=True))
            _make_room(cursor, part, rehearsed=rehearsed)
    plan.add_to_hash(f"deactivate {missing.count} {missing.digest}")
    with transaction(connection) as cursor:
        keep_issues(cursor, part.job_id, reading.source.name, found.issues)
    return missing


def _make_room(cursor: Cursor, part: Part, *, rehearsed: bool) -> None:
    """Let rows that follow have the seats of those who leave."""
    if rehearsed:
        rehearse_leaving(cursor, part)
        return
    for act in part.layout.format.steps.left_noted:
        act(cursor, part)


def _samples(cursor: Cursor, file: str, part: Part, most: int) -> list[Sampled]:
    entity = part.layout.format.entity
    state, gone = entity.leaving
    columns = shown_columns(entity, "record", (*entity.shown_leaving, state))
    before = sql.SQL("jsonb_build_object({})").format(columns)
    # Of a record that leaves, its state is all that changes.
    return [
        Sampled(file, 0, entity.name, key, LEAVES, was, {state: gone}, by_hand=False)
        for key, was in list_missing(cursor, part, before, most)
    ]
