"""Merge, step 4: the events of grades that became official, or were amended."""

from psycopg2.extensions import cursor as Cursor

from ec2_batch.imports.merge.part import Part
from ec2_batch.imports.merge.tell_events import tell_events
from schema.events import GradeAmended, GradePosted

GRADES = """
SELECT planned.*, CASE WHEN was_posted THEN %(amended)s ELSE %(posted)s END AS type
FROM import_planned AS planned
JOIN line_item AS item ON item.id = planned.line_item_id AND item.kind = 'final'
WHERE action <> 'unchanged' AND posted_at IS NOT NULL AND line BETWEEN %(first)s AND %(last)s
"""
PAYLOAD = {"resultId": "entity_id", "studentId": "student_id", "sectionId": "section_id"}


def record_grades(cursor: Cursor, part: Part) -> None:
    """Record which grades were posted and which amended."""
    types = {"posted": GradePosted.type, "amended": GradeAmended.type}
    tell_events(cursor, part, GRADES, PAYLOAD, types | {"version": GradePosted.version})
