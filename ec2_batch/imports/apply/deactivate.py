"""Records that a file does not name: found, counted, and put out of use if that was asked for."""

import io

import polars as pl
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.apply.read_keys import read_keys
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.uploads.opened import SourceFile
from ec2_batch.transaction import run
from runtime import tracing

UNREAD = (
    "Rows of this file could not be read, so that nobody knows whom they name:"
    " no record was put out of use."
)
REFERRED = (
    "Rows of this kind name no record but what it is about, and mostly some of a school's alone:"
    " no record was put out of use."
)

CREATE = """
DROP TABLE IF EXISTS import_named;
CREATE TEMP TABLE import_named (key text NOT NULL)
"""
COPY = "COPY import_named FROM STDIN (FORMAT csv)"
# Only now, as it is filled in one go; a name may stand there more than once.
INDEX = "CREATE INDEX ON import_named (key); ANALYZE import_named"
# Of the schools that are the caller's to write: what is taught elsewhere is seen as well. A record
# is named by whichever of its keys: many an `id` in a file turns out to be the student number.
MISSING = """
{in_use} AND NOT EXISTS (SELECT FROM import_named WHERE key = ANY (ARRAY[{keys}]))
AND (record.org_id = ANY ((SELECT app.org_ids())::bigint[])
     OR (SELECT current_setting('role')) = 'app_admin')
"""
COUNT = sql.SQL(f"SELECT count(*) FROM {{table}} AS record WHERE {MISSING}")  # noqa: S608
LIST = sql.SQL(f"""
SELECT record.sourced_id FROM {{table}} AS record WHERE {MISSING}
ORDER BY record.sourced_id LIMIT %(most)s
""")  # noqa: S608
LEAVE = sql.SQL(f"""
WITH image AS (
    SELECT record.id, to_jsonb(record) - {{computed}} AS before
    FROM {{table}} AS record WHERE {MISSING}
    ORDER BY sourced_id FOR NO KEY UPDATE
),
left_out AS (
    UPDATE {{table}} AS record SET
        {{leaving}}, src_hash = NULL, version = record.version + 1, updated_at = now()
    FROM image WHERE image.id = record.id
    RETURNING record.id, record.version, image.before
),
changed AS (
    INSERT INTO import_change (import_job_id, entity, entity_id, action, before, version_after)
    SELECT %(job)s, {{entity}}, id, 'deactivate', before, version FROM left_out ORDER BY id
),
told AS ({{events}})
SELECT count(*) FROM left_out
""")  # noqa: S608
EVENTS = sql.SQL("""
    INSERT INTO outbox (type, version, entity_id, payload, trace_header)
    SELECT {type}, {version}, id, jsonb_build_object({key}, id), %(trace)s FROM left_out
""")


def name_records(cursor: Cursor, source: SourceFile) -> str | None:
    """Collect what a file's rows name; a sentence says why nobody knows, and None that all do."""
    if source.layout.format.entity.referred:
        return REFERRED
    run(cursor, "create names", CREATE, {})
    for keys in read_keys(source):
        if keys is None:
            return UNREAD
        text = io.BytesIO(pl.DataFrame([keys]).write_csv(include_header=False).encode())
        with tracing.sql_span("copy names"):
            cursor.copy_expert(COPY, text)
    run(cursor, "index names", INDEX, {})
    return None


def count_missing(cursor: Cursor, part: Part) -> int:
    """Return how many records in use the file does not name."""
    [(missing,)] = run(cursor, "count missing", COUNT.format(**_parts(part)), {})
    return int(missing)


def list_missing(cursor: Cursor, part: Part, most: int) -> list[str]:
    """Return the sourced ids of so many of them, in their order."""
    found = run(cursor, "list missing", LIST.format(**_parts(part)), {"most": most})
    return [sourced_id for (sourced_id,) in found]


def deactivate_missing(cursor: Cursor, part: Part) -> int:
    """Put records out of use that the file does not name; return how many."""
    events = part.layout.format.entity.events
    told: sql.Composable = sql.SQL("SELECT")
    if events and events.deactivated:
        told = EVENTS.format(
            type=sql.Literal(events.deactivated.type),
            version=sql.Literal(events.deactivated.version),
            key=sql.Literal(events.key),
        )
    statement = LEAVE.format(
        computed=sql.SQL("{}::text[]").format(sql.Literal(part.layout.format.entity.computed)),
        leaving=sql.SQL(part.layout.format.entity.leaving),
        entity=sql.Literal(part.layout.format.entity.name),
        events=told,
        **_parts(part),
    )
    parameters = {"job": part.job_id, "trace": part.trace_header}
    [(count,)] = run(cursor, "deactivate missing", statement, parameters)
    return int(count)


def _parts(part: Part) -> dict[str, sql.Composable]:
    kind = part.layout.format
    keys = [
        sql.SQL("lower({})").format(sql.Identifier("record", key))
        for key in kind.keys(part.layout.positions)
    ]
    return {
        "table": sql.Identifier(kind.entity.name),
        "keys": sql.SQL(", ").join(keys),
        "in_use": sql.SQL(kind.entity.in_use),
    }
