"""Merge, step 2d: rows that want a seat where none is left."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.entities.enrollment import NO_SEAT
from ec2_batch.imports.issue import Issue
from ec2_batch.imports.merge.part import Part, drop_lines
from ec2_batch.transaction import run

# Over a planned enrollment: what it does to the seats of its section.
HELD = "coalesce(former_state IN ('active', 'completed'), false)"
HOLDS = "state IN ('active', 'completed')"
TAKES = f"({HOLDS} AND NOT {HELD})"
FREES = f"({HELD} AND NOT {HOLDS})"

# What earlier rows would take, while nothing is written.
CREATE = """
CREATE TEMP TABLE IF NOT EXISTS import_seats (section_id bigint PRIMARY KEY, taken int NOT NULL)
"""
# The rows of a section take its free seats in their own order.
FULL = f"""
WITH moves AS (
    SELECT line, section_id, section_name, {TAKES} AS takes, {FREES} AS frees FROM import_planned
    WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
),
seats AS (
    SELECT section.id, capacity - seats_taken - coalesce(taken, 0) + freed AS free
    FROM (
        SELECT section_id, count(*) FILTER (WHERE frees) AS freed FROM moves
        GROUP BY section_id HAVING bool_or(takes)
    ) AS moved
    JOIN section ON section.id = moved.section_id
    LEFT JOIN import_seats ON import_seats.section_id = section.id
),
wanted AS (
    SELECT line, section_id, section_name,
           row_number() OVER (PARTITION BY section_id ORDER BY line) AS nth
    FROM moves WHERE takes
)
SELECT line, section_name FROM wanted JOIN seats ON seats.id = section_id
WHERE nth > free ORDER BY line
"""  # noqa: S608
NOTE = f"""
INSERT INTO import_seats AS noted (section_id, taken)
SELECT section_id, count(*) FILTER (WHERE {TAKES}) - count(*) FILTER (WHERE {FREES})
FROM import_planned
WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s GROUP BY section_id
ON CONFLICT (section_id) DO UPDATE SET taken = noted.taken + excluded.taken
"""  # noqa: S608
# In a plan nobody has left yet: rows may have the seats of those who will.
NOTE_LEFT = """
INSERT INTO import_seats AS noted (section_id, taken)
SELECT section_id, -count(*) FROM enrollment
WHERE state = 'active' AND id IN (SELECT id FROM import_missing WHERE stays IS NULL)
GROUP BY section_id
ON CONFLICT (section_id) DO UPDATE SET taken = noted.taken + excluded.taken
"""


def refuse_full(cursor: Cursor, part: Part) -> list[Issue]:
    """Take rows out that find no seat, and say which.

    Should somebody take a seat meanwhile, the database refuses the row in the same words.
    """
    run(cursor, "create seats", CREATE, {})
    found = run(cursor, "find full sections", FULL, part.lines)
    drop_lines(cursor, [line for line, _ in found])
    return [part.refusal(line, "SECTION_FULL", NO_SEAT, "section", name) for line, name in found]


def note_seats(cursor: Cursor, part: Part) -> None:
    """Keep in mind what planned rows would take, for rows that follow.

    Who would move up from a waitlist meanwhile is not counted.
    """
    run(cursor, "note seats", NOTE, part.lines)


def note_left_seats(cursor: Cursor, part: Part) -> None:
    """Keep in mind the seats of who is going to leave, for all rows of the file."""
    run(cursor, "create seats", CREATE, {})
    run(cursor, "note left seats", NOTE_LEFT, part.lines)
