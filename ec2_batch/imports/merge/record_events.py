"""Merge, step 5: the events of what was written, into the outbox of the same transaction."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run
from schema.events import (
    EnrollmentCreated,
    EnrollmentWaitlisted,
    SectionFull,
    StudentCreated,
    StudentUpdated,
)

STUDENTS = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT CASE action WHEN 'create' THEN %(created)s ELSE %(updated)s END, %(version)s,
       entity_id, jsonb_build_object('studentId', entity_id), %(trace)s
FROM import_staged
WHERE lead AND student_written AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""
ENROLLMENTS = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT CASE place WHEN 'active' THEN %(created)s ELSE %(waitlisted)s END, %(version)s,
       enrollment_id,
       jsonb_build_object(
           'enrollmentId', enrollment_id, 'studentId', entity_id, 'sectionId', section_id
       ), %(trace)s
FROM import_staged
WHERE enrollment_id IS NOT NULL AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""
FULL_SECTIONS = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT %(full)s, %(version)s, id, jsonb_build_object('sectionId', id), %(trace)s
FROM section WHERE seats_taken = capacity AND id IN (
    SELECT section_id FROM import_staged
    WHERE place = 'active' AND line BETWEEN %(first)s AND %(last)s
) ORDER BY id
"""


def record_student_events(cursor: Cursor, part: Part) -> None:
    """Record who was added and whose details changed."""
    types = {"created": StudentCreated.type, "updated": StudentUpdated.type}
    version = {"version": StudentCreated.version}
    run(cursor, "record student events", STUDENTS, _parameters(part) | types | version)


def record_enrollment_events(cursor: Cursor, part: Part) -> None:
    """Record who got a seat, who waits, and which sections are now full."""
    types = {"created": EnrollmentCreated.type, "waitlisted": EnrollmentWaitlisted.type}
    version = {"version": EnrollmentCreated.version}
    run(cursor, "record enrollment events", ENROLLMENTS, _parameters(part) | types | version)
    full = {"full": SectionFull.type, "version": SectionFull.version}
    run(cursor, "record full sections", FULL_SECTIONS, _parameters(part) | full)


def _parameters(part: Part) -> dict[str, object]:
    return part.lines | {"trace": part.trace_header}
