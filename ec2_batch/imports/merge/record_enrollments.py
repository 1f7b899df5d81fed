"""Merge, step 4b: what placing students did, for undoing it, and its events."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.tell_events import tell_events
from ec2_batch.transaction import run
from schema.events import EnrollmentCreated, EnrollmentWaitlisted, SectionFull

CHANGES = """
INSERT INTO import_change (import_job_id, entity, entity_id, action, version_after)
SELECT %(job)s, 'enrollment', enrollment_id, 'create', 1
FROM import_planned
WHERE enrollment_id IS NOT NULL AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""
ENROLLMENTS = """
SELECT *, CASE place WHEN 'active' THEN %(created)s ELSE %(waitlisted)s END AS type
FROM import_planned WHERE enrollment_id IS NOT NULL AND line BETWEEN %(first)s AND %(last)s
"""
PAYLOAD = {"enrollmentId": "enrollment_id", "studentId": "entity_id", "sectionId": "section_id"}
FULL_SECTIONS = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT %(full)s, %(version)s, id, jsonb_build_object('sectionId', id), %(trace)s
FROM section WHERE seats_taken = capacity AND id IN (
    SELECT section_id FROM import_planned
    WHERE place = 'active' AND line BETWEEN %(first)s AND %(last)s
) ORDER BY id
"""


def record_enrollments(cursor: Cursor, part: Part) -> None:
    """Record who got a seat, who waits, and which sections are now full."""
    run(cursor, "record enrollments", CHANGES, part.lines | {"job": part.job_id})
    types = {"created": EnrollmentCreated.type, "waitlisted": EnrollmentWaitlisted.type}
    version = {"version": EnrollmentCreated.version}
    tell_events(cursor, part, ENROLLMENTS, PAYLOAD, types | version)
    full = {"full": SectionFull.type, "version": SectionFull.version}
    run(cursor, "record full sections", FULL_SECTIONS, _parameters(part) | full)


def _parameters(part: Part) -> dict[str, object]:
    return part.lines | {"trace": part.trace_header}
