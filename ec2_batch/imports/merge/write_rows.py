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
# Steps that come after ask who the rows' records are.
FIND_WRITTEN = sql.SQL("""
UPDATE import_planned AS planned SET
    entity_id = record.id, action = CASE WHEN lead THEN action ELSE 'unchanged' END
FROM {table} AS record
WHERE record.sourced_id = planned.sourced_id AND line BETWEEN %(first)s AND %(last)s
""")


def write_rows(cursor: Cursor, part: Part) -> tuple[int, int]:
    """Insert new records and change known ones; return how many.

    Columns that are not in the file stay as they are.
    """
    parameters = part.lines | {"job": part.job_id, "trace": part.trace_header}
    [(created, updated)] = run(cursor, "write rows", _statement(part.layout), parameters)
    if part.layout.format.extra:
        table = sql.Identifier(part.layout.format.entity.name)
        run(cursor, "find written", FIND_WRITTEN.format(table=table), part.lines)
    return created, updated


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
    )
