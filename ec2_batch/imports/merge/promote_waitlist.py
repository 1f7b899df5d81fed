"""Merge, step 4c: seats that are free by what rows say go to who has waited longest."""

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.refuse_full import FREES, TAKES
from ec2_batch.transaction import run
from schema.events import EnrollmentPromoted

# Seats were written of these sections, so that they are locked: nobody else takes what is free.
# Who has left the school is passed over and keeps the place. Not the other way round: of another
# school's students the caller sees no record.
FREED_BY_ROWS = sql.SQL(f"""
    SELECT id, capacity - seats_taken AS seats FROM section WHERE id IN (
        SELECT section_id FROM import_planned
        WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
        GROUP BY section_id HAVING count(*) FILTER (WHERE {FREES}) > count(*) FILTER (WHERE {TAKES})
    )
""")  # noqa: S608
# These were written some blocks ago, and so are locked anew.
FREED_BY_SILENCE = sql.SQL("""
    SELECT id, capacity - seats_taken AS seats FROM section WHERE id IN (
        SELECT (before ->> 'section_id')::bigint FROM import_change
        WHERE import_job_id = %(job)s AND entity = 'enrollment' AND action = 'deactivate'
          AND before ->> 'state' = 'active'
    ) ORDER BY id FOR NO KEY UPDATE
""")
# These were written just now, and so are locked.
FREED_BY_CAPACITY = sql.SQL("""
    SELECT id, capacity - seats_taken AS seats FROM section WHERE id IN (
        SELECT entity_id FROM import_planned
        WHERE action = 'update' AND line BETWEEN %(first)s AND %(last)s
    ) AND status = 'active' AND capacity > seats_taken
""")
PROMOTE = sql.SQL("""
WITH freed AS ({freed}),
up_next AS (
    SELECT waiting.* FROM freed CROSS JOIN LATERAL (
        SELECT id, to_jsonb(enrollment) AS before FROM enrollment
        WHERE section_id = freed.id AND state = 'waitlisted' AND NOT EXISTS (
            SELECT FROM student WHERE student.id = student_id AND student.status = 'inactive'
        )
        ORDER BY waitlisted_at, id LIMIT freed.seats FOR NO KEY UPDATE OF enrollment
    ) AS waiting
),
promoted AS (
    UPDATE enrollment SET
        state = 'active', src_hash = NULL, version = version + 1, updated_at = now()
    FROM up_next WHERE enrollment.id = up_next.id
    RETURNING enrollment.id, student_id, section_id, version, before
),
changed AS (
    INSERT INTO import_change (
        import_job_id, entity, entity_id, action, before, after, version_after
    )
    SELECT %(job)s, 'enrollment', id, 'update', before, jsonb_build_object('state', 'active'),
           version
    FROM promoted ORDER BY id
)
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT %(type)s, %(version)s, id, jsonb_build_object(
    'enrollmentId', id, 'studentId', student_id, 'sectionId', section_id
), %(trace)s
FROM promoted ORDER BY id
""")


def promote_waitlist(cursor: Cursor, part: Part) -> None:
    """Give the seats that are free now to who waits for one, as giving up a place by hand does."""
    _promote(cursor, part, FREED_BY_ROWS)


def promote_into_sections(cursor: Cursor, part: Part) -> None:
    """Do the same with seats that rows give to sections which had fewer."""
    _promote(cursor, part, FREED_BY_CAPACITY)


def promote_after_leaving(cursor: Cursor, part: Part) -> None:
    """Do the same with seats of those whom the whole file does not name, and no row took."""
    _promote(cursor, part, FREED_BY_SILENCE)


def _promote(cursor: Cursor, part: Part, freed: sql.SQL) -> None:
    event = {"type": EnrollmentPromoted.type, "version": EnrollmentPromoted.version}
    told = {"job": part.job_id, "trace": part.trace_header}
    run(cursor, "promote waitlist", PROMOTE.format(freed=freed), part.lines | event | told)
