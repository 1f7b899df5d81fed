"""The operations that are measured, and the variables they are asked with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra_cfn.local.postgres.server import connected

Variables = dict[str, Any]
SAMPLES = 40  # students and courses that requests go round, unless told otherwise


@dataclass(frozen=True, slots=True)
class Samples:
    """Records to ask for, spread over all there are."""

    numbers: list[str]  # student numbers
    ids: list[int]  # of the same students
    courses: list[str]  # sourced ids, of those with the most sections


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a client would ask; its name is that of its document's file."""

    name: str
    title: str
    variables: Callable[[Samples], list[Variables]]
    paged: bool = False  # asked after each of the first pages' cursors
    nested: bool = False  # answers with lists in lists
    writes: bool = False

    @property
    def in_document(self) -> str:
        """Return the operation's name inside its document."""
        return "".join(word.title() for word in self.name.split("_"))


def numbers(samples: Samples) -> list[Variables]:
    return [{"number": number} for number in samples.numbers]


def courses(samples: Samples) -> list[Variables]:
    return [{"course": course} for course in samples.courses]


def pages(_: Samples) -> list[Variables]:
    """Cursors are each subject's own, so they are found by turning its pages."""
    return []


def changes(samples: Samples) -> list[Variables]:
    """Each student gets another birthday than in the round before; no query asks for it."""
    return [
        {"input": {"id": f"student_{key}", "birthDate": day}}
        for day in ("2009-03-01", "2009-04-01")
        for key in samples.ids
    ]


def filters(_: Samples) -> list[Variables]:
    def where(grade: int, prefix: str) -> Variables:
        either = [{"gradeLevel": {"in": [grade]}}, {"name": {"startsWith": prefix}}]
        neither = [{"directoryOptOut": {"eq": True}}, {"gradeLevel": {"eq": 9}}]
        members = [{"status": {"eq": "ACTIVE"}}, {"or": either}, {"not": {"or": neither}}]
        return {"where": {"and": members}}

    return [where(grade, prefix) for grade in (10, 11, 12) for prefix in ("ga", "m", "s")]


OPERATIONS = (
    Operation("one_student", "one student by number", numbers),
    Operation("page_of_students", "page of 50, filtered, after a cursor", pages, paged=True),
    Operation(
        "students_with_enrollments",
        "50 students × 10 enrollments × section × course and teachers",
        pages,
        paged=True,
        nested=True,
    ),
    Operation(
        "course_with_sections", "course → sections with counts and averages", courses, nested=True
    ),
    Operation(
        "change_student", "mutation that reads back nested", changes, nested=True, writes=True
    ),
    Operation("transcript", "student → results → section, term, course", numbers, nested=True),
    Operation("deep_filter", "20 students by and, or and not", filters),
)


def sampled(url: str, many: int = SAMPLES) -> Samples:
    """Return the records to ask for; the same ones in each run on the same data."""
    with connected(url) as cursor:
        cursor.execute("SELECT student_number, id FROM student ORDER BY id")
        students = cursor.fetchall()
        cursor.execute(
            "SELECT course.sourced_id FROM course JOIN section ON section.course_id = course.id"
            " GROUP BY course.id ORDER BY count(*) DESC, course.id LIMIT %s",
            [many],
        )
        found = [sourced_id for (sourced_id,) in cursor.fetchall()]
    spread = students[:: max(len(students) // many, 1)][:many]
    return Samples([number for number, _ in spread], [key for _, key in spread], found)
