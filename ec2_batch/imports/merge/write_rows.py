"""Merge, step 3: the planned rows into the records, with what undoing them takes, and events."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.layout import Layout
from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.plan_rows import named_columns, names
from ec2_batch.imports.merge.record_written import made, told
from ec2_batch.transaction import run

# In the order of the key: two imports that overlap wait for each other and never in a ring.
WRITE = sql.SQL("""
WITH image AS (
    SELECT record.id, to_jsonb(record) - {computed} AS before
    FROM import_planned AS planned JOIN {table} AS record ON record.id = planned.entity_id
    WHERE planned.action = 'update' AND lead AND line BETWEEN %(first)s AND %(last)s
),
written AS (
    INSERT INTO {table} (sourced_id, {columns}, src_hash)
    SELECT sourced_id, {columns}, src_hash FROM import_planned
    WHERE lead AND action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
      AND ({reason}) IS NOT DISTINCT FROM %(reason)s
    ORDER BY sourced_id
    ON CONFLICT (sourced_id) DO UPDATE SET
        {changes}, version = {table}.version + 1, updated_at = now()
    WHERE ({old}) IS DISTINCT FROM ({new})
    RETURNING id, sourced_id, version, xmax = 0 AS created
),
made AS ({made}),
changed AS (
    INSERT INTO import_change (
        import_job_id, entity, entity_id, action, before, after, version_after
    )
    SELECT %(job)s, {entity}, written.id, 'update', before, jsonb_build_object({after}),
           written.version
    FROM written
    LEFT JOIN image ON image.id = written.id
    JOIN import_planned AS planned ON planned.sourced_id = written.sourced_id AND lead
    WHERE NOT created ORDER BY written.id
),
told AS ({told})
SELECT count(*) FILTER (WHERE created), count(*) FILTER (WHERE NOT created) FROM written
""")
# A statement has one reason. Rows that need none come first.
REASONS = sql.SQL("""
SELECT DISTINCT ({reason}) AS reason FROM import_planned
WHERE lead AND action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
ORDER BY reason NULLS FIRST
""")
GIVE_REASON = "SELECT set_config('app.reason', coalesce(%(reason)s, ''), true)"


def write_rows(cursor: Cursor, part: Part) -> None:
    """Insert new records and change known ones.

    Columns that are not in the file stay as they are.
    """
    parameters = part.lines | {"job": part.job_id, "trace": part.trace_header}
    statement = _statement(part.layout)
    for reason in _reasons(cursor, part):
        if part.layout.format.entity.reason:
            run(cursor, "give reason", GIVE_REASON, {"reason": reason})
        run(cursor, "write rows", statement, parameters | {"reason": reason})


def _reasons(cursor: Cursor, part: Part) -> list[str | None]:
    """Return the reasons that rows have, none among them, to be written one after the other."""
    if (reason := part.layout.format.entity.reason) is None:
        return [None]
    statement = REASONS.format(reason=sql.SQL(reason))
    return [each for (each,) in run(cursor, "list reasons", statement, part.lines)]


def _statement(layout: Layout) -> sql.Composed:
    entity, written = layout.format.entity, layout.written
    table = sql.Identifier(entity.name)
    return WRITE.format(
        table=table,
        entity=sql.Literal(entity.name),
        computed=sql.SQL("{}::text[]").format(sql.Literal(entity.computed)),
        columns=names(entity.columns),
        changes=sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("excluded", name))
            for name in (*written, "src_hash")
        ),
        old=names(written, entity.name),
        new=names(written, "excluded"),
        after=named_columns("planned", written),
        made=made(entity),
        told=told(entity),
        reason=sql.SQL(entity.reason or "NULL"),
    )
