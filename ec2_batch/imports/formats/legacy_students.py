"""name,email,course: how its cells are read, and what student a row is."""

import xxhash

from ec2_batch.imports.format import Cell, Cells, Format, bind
from ec2_batch.imports.formats import students
from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import Claim, StagedStudent
from schema.formats.legacy_students import LEGACY_STUDENTS as DECLARED

CELLS = {
    "name": students.CELLS["name"],
    "email": students.CELLS["email"],
    "course": Cell(lambda text, references: references.courses.find(text)),
}


def legacy_sourced_id(email: str) -> str:
    """Return the key of a student who is known by an e-mail address alone."""
    return f"legacy:{email.lower()}"


def legacy_student_number(email: str) -> str:
    """Return the number of such a student: the same one whenever the address comes again."""
    return f"L{xxhash.xxh3_64_hexdigest(email.lower().encode())}"


def stage(cells: Cells, references: References) -> StagedStudent:
    """Return the student of a row, who is known by e-mail alone."""
    if references.default_school is None:
        raise BadValueError("REQUIRED", "This file names no school, and you have no single one.")
    given, family = cells["name"]
    return StagedStudent(
        sourced_id=legacy_sourced_id(cells["email"]),
        student_number=legacy_student_number(cells["email"]),
        given_name=given,
        family_name=family,
        email=cells["email"],
        org_id=references.default_school,
        course_id=cells.get("course"),
    )


LEGACY_STUDENTS = Format(
    declared=DECLARED,
    columns=bind(DECLARED, CELLS),
    stage=stage,
    stands_for={"sourced_id": "email", "student_number": "email"},
    claims=(
        Claim(
            "email",
            "DUPLICATE_EMAIL",
            "Line {line} of this file gives this e-mail address to another name.",
            "lower(email)",
            says="given_name || coalesce(' ' || family_name, '')",
        ),
        Claim(
            "course",
            "DUPLICATE_ROW",
            "Line {line} of this file already puts this student into this course.",
            "lower(email) || ' ' || coalesce(course_id::text, '')",
        ),
    ),
    repeats=True,
)
