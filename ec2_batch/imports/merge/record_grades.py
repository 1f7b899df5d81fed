"""Merge, step 4: the events of grades that became official, or were amended."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.transaction import run
from schema.events import GradeAmended, GradePosted

GRADES = """
INSERT INTO outbox (type, version, entity_id, payload, trace_header)
SELECT CASE WHEN was_posted THEN %(amended)s ELSE %(posted)s END, %(version)s, entity_id,
       jsonb_build_object(
           'resultId', entity_id, 'studentId', student_id, 'sectionId', section_id
       ), %(trace)s
FROM import_planned
WHERE action <> 'unchanged' AND line BETWEEN %(first)s AND %(last)s ORDER BY line
"""


def record_grades(cursor: Cursor, part: Part) -> None:
    """Record which grades were posted and which amended."""
    types = {"posted": GradePosted.type, "amended": GradeAmended.type}
    told = {"version": GradePosted.version, "trace": part.trace_header}
    run(cursor, "record grade events", GRADES, part.lines | types | told)
