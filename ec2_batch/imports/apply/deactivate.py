"""Records that a whole file does not name: counted, listed, and put out of use."""

from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entity import Entity
from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run

# Of the schools that are the caller's to write: what is taught elsewhere is seen as well. A record
# is named by whichever of its keys: many an `id` in a file turns out to be the student number.
UNNAMED = """
NOT EXISTS (SELECT FROM import_named WHERE key = ANY (ARRAY[{keys}]))
AND (record.org_id = ANY ((SELECT app.org_ids())::bigint[])
     OR (SELECT current_setting('role')) = 'app_admin')
"""
FOUND = "record.id IN (SELECT id FROM import_missing WHERE stays IS NULL)"
COUNT = sql.SQL("""
SELECT count(*), md5(coalesce(string_agg(record.id::text, ',' ORDER BY record.id), ''))
FROM {table} AS record WHERE {missing}
""")
# Of one school and term: the share that a stray row of another term would put out of use.
WORST = sql.SQL("""
SELECT leaving, known FROM (
    SELECT count(*) FILTER (WHERE missing.stays IS NULL AND missing.id IS NOT NULL) AS leaving,
           count(*) AS known
    FROM {table} AS record
    JOIN section ON section.id = record.section_id
    LEFT JOIN import_missing AS missing ON missing.id = record.id
    WHERE {in_use} AND (section.org_id, section.academic_session_id) IN (
        SELECT org_id, academic_session_id FROM import_missing
    )
    GROUP BY section.org_id, section.academic_session_id
) AS shares ORDER BY leaving::numeric / known DESC, known DESC LIMIT 1
""")
LIST = sql.SQL("""
SELECT record.sourced_id, {before} FROM {table} AS record WHERE {missing}
ORDER BY record.sourced_id LIMIT %(most)s
""")
# In the order of the key, as merges write.
IMAGE = """
WITH image AS (
    SELECT record.id, to_jsonb(record) - {computed} AS before
    FROM {table} AS record WHERE {missing}
    ORDER BY sourced_id FOR NO KEY UPDATE
)"""
LEAVE = sql.SQL(f"""{IMAGE},
left_out AS (
    UPDATE {{table}} AS record SET
        {{state}} = {{gone}}, src_hash = NULL, version = record.version + 1, updated_at = now()
    FROM image WHERE image.id = record.id
    RETURNING record.*, image.before
),
changed AS (
    INSERT INTO import_change (import_job_id, entity, entity_id, action, before, version_after)
    SELECT %(job)s, {{entity}}, id, 'deactivate', before, version FROM left_out ORDER BY id
),
told AS ({{events}})
SELECT count(*) FROM left_out
""")  # noqa: S608
# No change and no event: those would refer to the job, which nobody could cancel meanwhile.
REHEARSE = sql.SQL(f"""{IMAGE}
UPDATE {{table}} AS record SET {{state}} = {{gone}} FROM image WHERE image.id = record.id
""")  # noqa: S608
EVENTS = sql.SQL("""
    INSERT INTO outbox (type, version, entity_id, payload, trace_header)
    SELECT {type}, {version}, id, jsonb_build_object({payload}), %(trace)s
    FROM left_out ORDER BY id
""")


@dataclass(frozen=True, slots=True)
class Missing:
    """How many records in use a file does not name."""

    count: int
    digest: str  # of which they are
    worst: tuple[int, int] | None = None  # of all in one school and term; None where that is one


def count_missing(cursor: Cursor, part: Part) -> Missing:
    """Return how many records in use the file does not name."""
    parts = _parts(part)
    [(count, digest)] = run(cursor, "count missing", COUNT.format(**parts), {})
    if not part.layout.format.place:
        return Missing(count, digest)
    shares = run(cursor, "find greatest share", WORST.format(**parts), {})
    return Missing(count, digest, shares[0] if shares else None)


def list_missing(
    cursor: Cursor, part: Part, before: sql.Composable, most: int
) -> list[tuple[str, dict[str, Any]]]:
    """Return the sourced ids of so many of them, in their order, and what they are like."""
    statement = LIST.format(before=before, **_parts(part))
    return [(key, was) for key, was in run(cursor, "list missing", statement, {"most": most})]


def deactivate_missing(cursor: Cursor, part: Part) -> int:
    """Put records out of use that the file does not name; return how many."""
    entity = part.layout.format.entity
    statement = LEAVE.format(
        entity=sql.Literal(entity.name), events=_events(entity), **_parts(part)
    )
    parameters = {"job": part.job_id, "trace": part.trace_header}
    [(count,)] = run(cursor, "deactivate missing", statement, parameters)
    return int(count)


def rehearse_leaving(cursor: Cursor, part: Part) -> None:
    """Put them out of use for the rows that follow, in a rehearsal: nothing is told of it."""
    run(cursor, "rehearse leaving", REHEARSE.format(**_parts(part)), {})


def _events(entity: Entity) -> sql.Composable:
    if (left := entity.left) is None:
        return sql.SQL("SELECT")
    pairs = [
        sql.SQL("{}, {}").format(sql.Literal(name), sql.Identifier(column))
        for name, column in left.payload.items()
    ]
    return EVENTS.format(
        type=sql.Literal(left.event.type),
        version=sql.Literal(left.event.version),
        payload=sql.SQL(", ").join(pairs),
    )


def _parts(part: Part) -> dict[str, sql.Composable]:
    kind = part.layout.format
    in_use = sql.SQL(kind.entity.in_use)
    missing = sql.SQL(FOUND) if kind.place else _unnamed(part.layout)
    state, gone = kind.entity.leaving
    return {
        "computed": sql.SQL("{}::text[]").format(sql.Literal(kind.entity.computed)),
        "state": sql.Identifier(state),
        "gone": sql.Literal(gone),
        "table": sql.Identifier(kind.entity.name),
        "in_use": in_use,
        "missing": sql.SQL("{} AND {}").format(in_use, missing),
    }


def _unnamed(layout: Layout) -> sql.Composed:
    keys = [
        sql.SQL("lower({})").format(sql.Identifier("record", key))
        for key in layout.format.keys(layout.positions)
    ]
    return sql.SQL(UNNAMED).format(keys=sql.SQL(", ").join(keys))
