"""Places that a whole file does not name, of the schools and terms that its rows speak about."""

import io
from collections.abc import Callable
from dataclasses import replace

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.apply.apply_file import Reading
from ec2_batch.imports.apply.read_names import read_names
from ec2_batch.imports.entity import Entity
from ec2_batch.imports.merge.find_named import Named, find_by
from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import become, run
from runtime import tracing
from schema.access.caller import WORKER

Place = tuple[Named, ...]
BY_HAND = (
    "{count:,} that this file does not name stay: they were made here, and no import has written"
    " them. End them by hand if they are over."
)
UNSURE = (
    "{count:,} that this file does not name stay: rows about the same section or person name"
    " somebody or something unknown, and may be meant for them. Mend these rows and import again."
)

CREATE = sql.SQL("""
DROP TABLE IF EXISTS import_places, import_missing;
CREATE TEMP TABLE import_places (
    line int NOT NULL DEFAULT 0,
    key text,
    term_id bigint,
    {named}
);
CREATE TEMP TABLE import_missing (
    id bigint PRIMARY KEY, org_id bigint NOT NULL, academic_session_id bigint NOT NULL, stays text
);
GRANT ALL ON import_missing TO PUBLIC
""")
COPY = sql.SQL("COPY import_places (key, term_id, {names}) FROM STDIN (FORMAT csv)")
INDEX = sql.SQL("CREATE INDEX ON import_places ({id})")
ALL_LINES = {"first": 0, "last": 0}
# What was over before today is: nobody leaves a term that has ended. A name that means nothing,
# or several things, may be meant for anybody whom the rest of its row allows.
FIND = sql.SQL("""
INSERT INTO import_missing (id, org_id, academic_session_id, stays)
SELECT record.id, section.org_id, section.academic_session_id,
    CASE WHEN {kept} THEN 'kept' WHEN {unsure} THEN 'unsure' END
FROM {table} AS record
JOIN section ON section.id = record.section_id
JOIN (
    SELECT DISTINCT section.org_id, section.academic_session_id
    FROM import_places AS named
    JOIN section ON section.id = named.section_id
    JOIN academic_session AS term ON term.id = section.academic_session_id
    WHERE term.end_date >= %(today)s
) AS told ON told.org_id = section.org_id
    AND told.academic_session_id = section.academic_session_id
WHERE {in_use} AND (
    (SELECT current_setting('role')) = 'app_admin'
    OR section.org_id = ANY ((SELECT app.org_ids())::bigint[])
)
AND NOT EXISTS (SELECT FROM import_places AS named WHERE named.key = lower(record.sourced_id))
AND NOT {named_so}
""")
# Over a `record` of somebody in a section.
IS_NAMED = sql.SQL("""EXISTS (
    SELECT FROM import_places AS named
    WHERE named.section_id = record.section_id AND named.{who} = record.{who}
)""")
MAY_BE_NAMED = sql.SQL("""(EXISTS (
    SELECT FROM import_places AS named
    WHERE named.section_id = record.section_id AND coalesce(named.{who}, 0) = 0
) OR EXISTS (
    SELECT FROM import_places AS named
    WHERE named.{who} = record.{who} AND coalesce(named.section_id, 0) = 0
))""")
# Over one that is known by its id alone.
MAY_HAVE_ID = sql.SQL("""EXISTS (
    SELECT FROM import_places AS named
    WHERE named.key IS NULL AND named.section_id = record.section_id
)""")
# Changes of other people's imports are for the worker to see.
WRITTEN = """
WITH by_hand AS (
    SELECT missing.id FROM import_missing AS missing
    LEFT JOIN (
        SELECT unnest(coalesce(entity_ids, ARRAY[entity_id])) AS id
        FROM import_change WHERE entity = %(entity)s
    ) AS written ON written.id = missing.id
    WHERE missing.stays IS NULL AND written.id IS NULL
)
UPDATE import_missing SET stays = 'by_hand' WHERE id IN (SELECT id FROM by_hand)
"""
SAID = {"by_hand": BY_HAND, "unsure": UNSURE}
STAY = "SELECT stays, count(*) FROM import_missing WHERE stays IS NOT NULL GROUP BY stays"


def find_missing_places(
    cursor: Cursor, reading: Reading, part: Part, place: Place
) -> list[str] | None:
    """Find who leaves; sentences say who stays nevertheless. None: some rows cannot be read.

    The cursor sees with the eyes of who imports.
    """
    kind = part.layout.format
    _create(cursor, place)
    names = _each(place, lambda named: sql.Identifier(named.name))
    for frame in read_names(reading.source, reading.references, place):
        if frame is None:
            return None
        with tracing.sql_span("copy places"):
            text = frame.write_csv(include_header=False).encode()
            cursor.copy_expert(COPY.format(names=names), io.BytesIO(text))
    # Twice: each look-up fills a column in, and is planned by what there is to look up.
    run(cursor, "analyze names", "ANALYZE import_places", {})
    for each in place:
        for way in each.ways:
            find_by(cursor, replace(each, copies=()), way, "import_places", ALL_LINES)
        run(cursor, "index places", INDEX.format(id=sql.Identifier(each.id)), {})
    run(cursor, "analyze places", "ANALYZE import_places", {})
    run(cursor, "find missing", _find(kind.entity, place), {"today": part.today})
    become(cursor, WORKER)
    run(cursor, "find made by hand", WRITTEN, {"entity": kind.entity.name})
    become(cursor, part.caller)
    stay = dict(run(cursor, "count what stays", STAY, {}))
    kept = {"kept": kind.entity.kept.sentence} if kind.entity.kept else {}
    said = SAID | kept
    return [sentence.format(count=stay[why]) for why, sentence in said.items() if why in stay]


def _create(cursor: Cursor, place: Place) -> None:
    columns = _each(
        place,
        lambda named: sql.SQL("{} text, {} bigint").format(
            sql.Identifier(named.name), sql.Identifier(named.id)
        ),
    )
    run(cursor, "create places", CREATE.format(named=columns), {})


def _find(entity: Entity, place: Place) -> sql.Composed:
    named_so: sql.Composable = sql.SQL("false")
    unsure: sql.Composable = MAY_HAVE_ID
    for who in place[:-1]:
        column = sql.Identifier(who.id)
        named_so, unsure = IS_NAMED.format(who=column), MAY_BE_NAMED.format(who=column)
    return FIND.format(
        table=sql.Identifier(entity.name),
        in_use=sql.SQL(entity.in_use),
        kept=sql.SQL(entity.kept.condition if entity.kept else "false"),
        named_so=named_so,
        unsure=unsure,
    )


def _each(place: Place, text: Callable[[Named], sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(map(text, place))
