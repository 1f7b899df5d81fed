"""Events of many rows, gathered in few rows of the outbox, which the relay spreads again."""

from collections.abc import Mapping
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.record_written import EVENTS_TOGETHER
from ec2_batch.transaction import run

# A null of the payload stands for each of the ids, a list has a value for each.
TELL = sql.SQL("""
INSERT INTO outbox (type, version, entity_ids, payload, trace_header)
SELECT type, %(version)s, array_agg({id} ORDER BY line),
       jsonb_build_object({key}, null, {others}), %(trace)s
FROM (
    SELECT *, (row_number() OVER (PARTITION BY type ORDER BY line) - 1) / {together} AS turn
    FROM ({events}) AS told WHERE type IS NOT NULL
) AS numbered GROUP BY type, turn ORDER BY min(line)
""")
OTHER = sql.SQL("{}, jsonb_agg({} ORDER BY line)")


def tell_events(
    cursor: Cursor,
    part: Part,
    events: str,
    payload: Mapping[str, str],
    parameters: Mapping[str, Any],
) -> None:
    """Write the events that a query finds, with its `line` and `type`; none where that is null.

    The payload is of columns by their name in it, the one that an event is about coming first.
    """
    (key, entity_id), *others = payload.items()
    statement = TELL.format(
        id=sql.Identifier(entity_id),
        key=sql.Literal(key),
        others=sql.SQL(", ").join(
            OTHER.format(sql.Literal(name), sql.Identifier(column)) for name, column in others
        ),
        together=sql.Literal(EVENTS_TOGETHER),
        events=sql.SQL(events),
    )
    told = part.lines | {"trace": part.trace_header, **parameters}
    run(cursor, "record events", statement, told)
