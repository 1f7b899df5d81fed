"""Rows that seem to be all new, in two steps: what may be done early, and what comes in turn."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.format import Steps
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.insert_new import insert_rows
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_part import act, find_named_records, plan_lightly
from ec2_batch.transaction import run

ALL_NEW = "SELECT NOT EXISTS (SELECT FROM import_planned WHERE action <> 'create' OR NOT lead)"


class NotNewError(Exception):
    """Rows that seemed to be all new are not."""


def begin_new(cursor: Cursor, part: Part) -> list[Issue]:
    """Do what can be done with rows that seem to be all new while rows before them are written.

    Those of a kind that takes nothing from others are inserted. The others are only found and
    planned: a seat is everybody's. Returns the issues of what is left out.

    Raises:
        NotNewError, DataError, IntegrityError, InsufficientPrivilege: a row is not new, or not one
            that can be.
    """
    if part.steps == Steps():
        insert_rows(cursor, part, "import_staged")
        return []
    issues = find_named_records(cursor, part) + plan_lightly(cursor, part)
    [(all_new,)] = run(cursor, "look for known rows", ALL_NEW, {})
    if not all_new:
        raise NotNewError
    return issues


def end_new(cursor: Cursor, part: Part) -> None:
    """Do the rest, once the rows before them are written.

    What those have changed meanwhile the database sees: a plan that has come true no more is
    refused, whole.

    Raises:
        DataError, IntegrityError, InsufficientPrivilege: a row cannot be.
    """
    if part.steps != Steps():
        act(cursor, part, part.steps.before)
        insert_rows(cursor, part, "import_planned")
        act(cursor, part, part.steps.after)
        act(cursor, part, part.steps.settled)
