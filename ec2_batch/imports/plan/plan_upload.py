"""An upload's plan: what applying it would do, left for somebody to look at."""

from contextlib import nullcontext
from datetime import date
from functools import partial

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import Json, execute_values
from sqlalchemy import Engine

from ec2_batch.imports.apply.apply_file import readings
from ec2_batch.imports.issue import no_rows
from ec2_batch.imports.job.job import Job
from ec2_batch.imports.job.plan import Plan
from ec2_batch.imports.job.steps import start_over
from ec2_batch.imports.plan.plan_file import plan_file
from ec2_batch.imports.plan.plan_leaving import plan_leaving
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.rehearsal import rehearse
from ec2_batch.transaction import transaction
from runtime import tracing
from schema.formats import ImportEntity
from schema.models import ImportState

PEOPLE = {ImportEntity.STUDENT.value, ImportEntity.STAFF.value}
SAMPLES = """
INSERT INTO import_preview
    (import_job_id, file, line, entity, key, action, before, after, by_hand) VALUES %s
"""


def plan_upload(
    engine: Engine, connection: Connection, job: Job, sources: list[SourceFile], today: date
) -> Plan:
    """Return what applying the files would do; issues are kept, and nothing else is written.

    Files that name each other's new records are planned on a connection of their own, on which
    those are written and then undone.

    Raises:
        UnreadableFileError: there is no row.
        FencedError: somebody else has moved the job on.
    """
    with transaction(connection) as cursor:
        applying = job.state is ImportState.APPLYING
        start_over(cursor, job.id, job.state if applying else ImportState.VALIDATING)
    named = [_names(source) for source in sources]
    later = [frozenset[str]().union(*named[at:]) for at in range(len(sources))]
    plan, read = Plan(), 0
    kinds = [source.layout.format.entity.name for source in sources]
    alone = not any(kind in names for kind, names in zip(kinds, later, strict=True))
    with nullcontext(connection) if alone else rehearse(engine) as records:
        found = readings(connection, records, job, sources, today)
        for (reading, part), kind, names in zip(found, kinds, later, strict=True):
            read += reading.scanned.records
            leaving = job.deactivate_missing and reading.source.says_who_is_gone
            leave = partial(plan_leaving, connection, records, reading, part, plan)
            # In the order of applying: who leaves a place leaves it to the file's rows.
            left = leave(rehearsed=not alone) if leaving and part.layout.format.place else None
            counts = plan_file(
                connection, records, reading, part, plan, is_named_later=kind in names
            )
            if leaving:
                left = left or leave(rehearsed=False)
                counts.deactivate, counts.most_of_one = left.count, left.worst
    if not read:
        raise no_rows()
    return plan


def _names(source: SourceFile) -> frozenset[str]:
    """Return the kinds of record that a file's rows name, or must find."""
    columns = source.layout.format.file.columns
    named = {column.refers_to.value for column in columns if column.refers_to}
    people = PEOPLE if ImportEntity.PERSON in named else set[str]()
    return frozenset(named | people) | source.layout.format.entity.rests_on


def keep_samples(cursor: Cursor, job_id: int, plan: Plan) -> None:
    """Write the sampled changes, for the preview."""
    rows = [
        (
            job_id,
            *(sample.file, sample.line, sample.entity, sample.key, sample.action),
            *(Json(sample.before) if sample.before else None, Json(sample.after)),
            sample.by_hand,
        )
        for sample in plan.samples
    ]
    with tracing.sql_span("insert samples"):
        execute_values(cursor, SAMPLES, rows, page_size=500)
