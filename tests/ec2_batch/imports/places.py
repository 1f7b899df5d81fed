"""Sections with students to put into them by a file, and what came of it."""

from dataclasses import dataclass

from schema.models import Org
from tests.ec2_batch.conftest import School
from tests.factories import make_section, make_student

PLACES = """
SELECT student_number AS student, section.code AS section, state, begin_date, override_reason
FROM enrollment JOIN student ON student.id = student_id JOIN section ON section.id = section_id
WHERE enrollment.org_id = :org ORDER BY enrollment.id
"""
EVENTS = """
SELECT type, count(*) FROM outbox
CROSS JOIN jsonb_path_query(payload, '$.sectionId[*]') AS told (section_id)
JOIN section ON section.id = told.section_id::bigint
WHERE section.org_id = :org GROUP BY type ORDER BY type
"""


@dataclass(frozen=True)
class Class:
    """A section and students who are not in it yet, by what a file may call them."""

    code: str
    sourced_id: str
    term: str
    students: tuple[str, ...]  # numbers


def open_class(school: School, capacity: int = 30, students: int = 4) -> Class:
    with school.database.owner_session() as session:
        org = session.get_one(Org, school.org_id)
        section = make_section(session, org, capacity=capacity)
        people = [make_student(session, org) for _ in range(students)]
        numbers = tuple(student.student_number for student in people)
        return Class(section.code, section.sourced_id, section.academic_session.title, numbers)


def states(school: School) -> list[str]:
    return [place["state"] for place in school.rows(PLACES)]


def events(school: School) -> dict[str, int]:
    return {event["type"]: event["count"] for event in school.rows(EVENTS)}


def file_of(taken: Class, *states: str) -> str:
    rows = zip(taken.students, states, strict=False)
    return "student,section,state\n" + "".join(f"{s},{taken.code},{state}\n" for s, state in rows)
