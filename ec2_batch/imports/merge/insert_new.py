"""The merge of rows that seem to be all new: the database says whether they are."""

from psycopg2 import DataError, IntegrityError, sql
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entity import Entity
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_rows import names
from ec2_batch.imports.merge.record_written import made, told
from ec2_batch.transaction import run

# In the order of the key, as every import writes: none waits for another in a ring.
INSERT = sql.SQL("""
WITH written AS (
    INSERT INTO {table} (sourced_id, {columns}, src_hash)
    SELECT sourced_id, {columns}, src_hash FROM {rows} ORDER BY sourced_id
    RETURNING id, version, true AS created
),
made AS ({made}),
told AS ({told})
SELECT count(*) FROM written
""")


def insert_new(cursor: Cursor, part: Part) -> int:
    """Insert all staged rows and return how many: none if there is one that cannot be.

    Each key that finds a row's record is unique, so a row that is not new is refused: looking
    for the records first, which costs a first import a tenth of its time, would find no more.
    """
    cursor.execute("SAVEPOINT new_rows")
    try:
        count = insert_rows(cursor, part, "import_staged")
    except (DataError, IntegrityError, InsufficientPrivilege):
        cursor.execute("ROLLBACK TO SAVEPOINT new_rows")
        return 0
    cursor.execute("RELEASE SAVEPOINT new_rows")
    return count


def insert_rows(cursor: Cursor, part: Part, rows: str) -> int:
    """Insert all rows of a temporary table and return how many.

    Raises:
        DataError, IntegrityError, InsufficientPrivilege: there is one that cannot be.
    """
    told_by = {"job": part.job_id, "trace": part.trace_header}
    statement = _statement(part.layout.format.entity, rows)
    [(count,)] = run(cursor, "insert rows", statement, told_by)
    return int(count)


def _statement(entity: Entity, rows: str) -> sql.Composed:
    return INSERT.format(
        rows=sql.Identifier(rows),
        table=sql.Identifier(entity.name),
        columns=names(entity.columns),
        made=made(entity),
        told=told(entity),
    )
