"""What a write leaves behind besides the records: what undoing it takes, and its events."""

from psycopg2 import sql

from ec2_batch.imports.entity import Entity

EVENTS_TOGETHER = 100  # in a row of the outbox

# Both read `written`: id, version, created.
MADE = sql.SQL("""
    INSERT INTO import_change (import_job_id, entity, entity_ids, action, version_after)
    SELECT %(job)s, {entity}, array_agg(id ORDER BY id), 'create', version
    FROM written WHERE created GROUP BY version
""")
TOLD = sql.SQL("""
    INSERT INTO outbox (type, version, entity_ids, payload, trace_header)
    SELECT CASE WHEN created THEN {created} ELSE {updated} END, {version},
           array_agg(id ORDER BY id), jsonb_build_object({key}, null), %(trace)s
    FROM (
        SELECT id, created,
               (row_number() OVER (PARTITION BY created ORDER BY id) - 1) / {together} AS turn
        FROM written
    ) AS numbered GROUP BY created, turn ORDER BY created, turn
""")
NO_EVENTS = sql.SQL("SELECT")


def made(entity: Entity) -> sql.Composable:
    """Return the statement that keeps which records are new."""
    return MADE.format(entity=sql.Literal(entity.name))


def told(entity: Entity) -> sql.Composable:
    """Return the statement that tells of what came and changed; some entities have no events."""
    if (events := entity.events) is None:
        return NO_EVENTS
    return TOLD.format(
        created=sql.Literal(events.created.type),
        updated=sql.Literal(events.updated.type),
        version=sql.Literal(events.created.version),
        key=sql.Literal(events.key),
        together=sql.Literal(EVENTS_TOGETHER),
    )
