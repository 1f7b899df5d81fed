"""Merge, step 4: the events of places that were taken, awaited, given up or kept to the end."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.refuse_full import TAKES
from ec2_batch.imports.merge.tell_events import tell_events
from ec2_batch.transaction import run
from schema.events import (
    EnrollmentCompleted,
    EnrollmentCreated,
    EnrollmentDropped,
    EnrollmentPromoted,
    EnrollmentWaitlisted,
    SectionFull,
)

# A place that was given up before anybody knew of it is no event.
PLACES = """
    SELECT *, CASE
        WHEN state = 'withdrawn' THEN %(dropped)s
        WHEN state = 'waitlisted' THEN %(waitlisted)s
        WHEN state = 'completed' THEN %(completed)s
        WHEN former_state = 'waitlisted' THEN %(promoted)s
        WHEN former_state = 'completed' THEN NULL
        ELSE %(created)s END AS type
    FROM (
        SELECT planned.line, record.id AS entity_id, planned.student_id, planned.section_id,
               planned.state, coalesce(planned.former_state, 'withdrawn') AS former_state
        FROM import_planned AS planned JOIN enrollment AS record USING (sourced_id)
        WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s
    ) AS written
    WHERE state <> former_state
"""
PAYLOAD = {"enrollmentId": "entity_id", "studentId": "student_id", "sectionId": "section_id"}
FULL_SECTIONS = f"""
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT %(full)s, %(version)s, id, jsonb_build_object('sectionId', id), %(trace)s
FROM section WHERE seats_taken = capacity AND id IN (
    SELECT section_id FROM import_planned
    WHERE action <> 'unchanged' AND {TAKES} AND line BETWEEN %(first)s AND %(last)s
) ORDER BY id
"""  # noqa: S608
TYPES = {
    "created": EnrollmentCreated.type,
    "waitlisted": EnrollmentWaitlisted.type,
    "promoted": EnrollmentPromoted.type,
    "dropped": EnrollmentDropped.type,
    "completed": EnrollmentCompleted.type,
}


def record_places(cursor: Cursor, part: Part) -> None:
    """Record what became of students' places, and which sections are now full."""
    told = part.lines | {"trace": part.trace_header}
    version = {"version": EnrollmentCreated.version}
    tell_events(cursor, part, PLACES, PAYLOAD, TYPES | version)
    full = {"full": SectionFull.type, "version": SectionFull.version}
    run(cursor, "record full sections", FULL_SECTIONS, told | full)
