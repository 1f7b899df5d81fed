"""name,email,course: how its cells are read, and what student a row is."""

from collections.abc import Mapping

import polars as pl
import xxhash

from ec2_batch.imports.entities.student import STUDENT
from ec2_batch.imports.format import Cell, Claim, Format, Present, Rule, Steps, bind, first_of
from ec2_batch.imports.formats import students
from ec2_batch.imports.merge.enroll_in_course import enroll_in_course, refuse_without_section
from ec2_batch.imports.merge.find_written import find_written
from ec2_batch.imports.references.references import References
from schema.formats.legacy_students import LEGACY_STUDENTS as DECLARED

CELLS = {
    "name": students.CELLS["name"],
    "email": students.CELLS["email"],
    "course": Cell(lambda text, references: references.courses.find(text), type=pl.Int64),
}


def legacy_sourced_id(email: str) -> str:
    """Return the key of a student who is known by an e-mail address alone."""
    return f"legacy:{email.lower()}"


def legacy_student_number(email: str) -> str:
    """Return the number of such a student: the same one whenever the address comes again."""
    return f"L{xxhash.xxh3_64_hexdigest(email.lower().encode())}"


def stage(present: Present, references: References) -> Mapping[str, pl.Expr]:
    """Return the student of each row, who is known by e-mail alone."""
    made = pl.col("email").map_elements
    return {
        "sourced_id": made(legacy_sourced_id, return_dtype=pl.String),
        "student_number": made(legacy_student_number, return_dtype=pl.String),
        **students.names(present),
        "email": pl.col("email"),
        "birth_date": pl.lit(None, pl.Date),
        "grade_level": pl.lit(None, pl.Int16),
        "org_id": pl.lit(references.default_school, pl.Int64),
        "course_id": first_of(present, "course").cast(pl.Int64),
    }


def rules(_present: Present, references: References) -> list[Rule]:
    """Return what a row must hold: a school, though the file names none."""
    message = "This file names no school, and you have no single one."
    nowhere = pl.lit(references.default_school is None)
    return [Rule(nowhere, "REQUIRED", message, "")]


LOWER_EMAIL = pl.col("email").str.to_lowercase()
[FILE] = DECLARED.files
LEGACY_STUDENTS = Format(
    declared=DECLARED,
    file=FILE,
    entity=STUDENT,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={"sourced_id": "email", "student_number": "email"},
    claims=(
        Claim(
            "email",
            "DUPLICATE_EMAIL",
            "Line {line} of this file gives this e-mail address to another name.",
            LOWER_EMAIL,
            says=pl.concat_str("given_name", "family_name", separator=" ", ignore_nulls=True),
        ),
        Claim(
            "course",
            "DUPLICATE_ROW",
            "Line {line} of this file already puts this student into this course.",
            pl.concat_str(LOWER_EMAIL, pl.col("course_id").cast(pl.String).fill_null("")),
        ),
    ),
    repeats=True,
    steps=Steps(refuse=(refuse_without_section,), after=(find_written, enroll_in_course)),
    extra=(
        ("course_id", "bigint"),
        # What placing the student finds out.
        ("section_id", "bigint"),
        ("enrollment_id", "bigint"),
        ("place", "text"),
    ),
)
