"""A part's plan: what its rows name is found, and what cannot be is taken out."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.format import Act, Check
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.know_rows import know_rows
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_rows import plan_rows
from ec2_batch.imports.merge.refuse_doubled import refuse_doubled
from ec2_batch.imports.merge.refuse_elsewhere import refuse_elsewhere
from ec2_batch.imports.merge.refuse_taken import refuse_taken


def plan_part(cursor: Cursor, part: Part) -> list[Issue]:
    """Plan a part with every check there is, and write nothing; return what cannot be."""
    return find_named_records(cursor, part) + plan_fully(cursor, part)


def find_named_records(cursor: Cursor, part: Part) -> list[Issue]:
    """Find what staged rows name, where rows of the format do; return what cannot be found."""
    if not (steps := part.steps.find):
        return []
    know_rows(cursor, part, "import_staged")
    return _check(cursor, part, steps)


def plan_fully(cursor: Cursor, part: Part) -> list[Issue]:
    """Plan found rows and take out whatever the database would refuse."""
    plan_rows(cursor, part)
    issues = refuse_doubled(cursor, part) + refuse_elsewhere(cursor, part)
    issues += refuse_taken(cursor, part)
    return issues + _check(cursor, part, part.steps.refuse)


def note_planned(cursor: Cursor, part: Part) -> None:
    """Let the rows that follow know of planned ones that are not written."""
    act(cursor, part, part.steps.noted)


def plan_lightly(cursor: Cursor, part: Part) -> list[Issue]:
    """Plan found rows without looking for what belongs to another record."""
    plan_rows(cursor, part)
    return refuse_doubled(cursor, part) + _check(cursor, part, part.steps.refuse)


def act(cursor: Cursor, part: Part, steps: tuple[Act, ...]) -> None:
    """Take steps of a format, one after the other."""
    for step in steps:
        step(cursor, part)


def _check(cursor: Cursor, part: Part, steps: tuple[Check, ...]) -> list[Issue]:
    return [issue for step in steps for issue in step(cursor, part)]
