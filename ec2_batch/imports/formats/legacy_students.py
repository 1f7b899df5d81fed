"""name,email,course: the file of the application before this one, an enrollment a row."""

from collections.abc import Collection
from dataclasses import replace

import xxhash

from ec2_batch.imports.format import Cells, Column, Format
from ec2_batch.imports.formats import students
from ec2_batch.imports.issue import BadValueError
from ec2_batch.imports.references import References
from ec2_batch.imports.staged_student import Claim, StagedStudent, StudentKey

_SHARED = {column.name: column for column in students.COLUMNS}

COLUMNS = (
    replace(_SHARED["name"], required=True),
    replace(_SHARED["email"], required=True),
    Column(
        "course",
        ("course code", "course name", "course title", "class", "subject"),
        lambda text, references: references.courses.find(text),
        writes=(),
    ),
)


def stage(cells: Cells, references: References) -> StagedStudent:
    """Return the student of a row, who is known by e-mail alone."""
    if references.default_school is None:
        raise BadValueError("REQUIRED", "This file names no school, and you have no single one.")
    given, family = cells["name"]
    address = cells["email"].lower()
    return StagedStudent(
        sourced_id=f"legacy:{address}",
        student_number=f"L{xxhash.xxh3_64_hexdigest(address.encode())}",
        given_name=given,
        family_name=family,
        email=cells["email"],
        org_id=references.default_school,
        course_id=cells.get("course"),
    )


def keys(_present: Collection[str]) -> tuple[StudentKey, ...]:
    """Return how to find a student: by e-mail."""
    return (StudentKey.EMAIL,)


LEGACY_STUDENTS = Format(
    name="legacy-students",
    example="name,email,course",
    columns=COLUMNS,
    needs=(("name",), ("email",)),
    stage=stage,
    keys=keys,
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
