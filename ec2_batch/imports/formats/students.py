"""students.csv: how its cells are read, and what student a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.student import STUDENT
from ec2_batch.imports.format import Cell, Claim, Format, Present, Rule, bind, first_of, plain
from ec2_batch.imports.parsers import values
from ec2_batch.imports.references.references import References
from schema.formats.students import STUDENTS as DECLARED

TWICE = "Line {line} of this file already has this value."
NUMBER = r"[A-Za-z0-9._-]{1,64}"
NAME = pl.Struct({"given": pl.String, "family": pl.String})


def whole_name(text: str) -> dict[str, str | None]:
    """Return both parts of a whole name."""
    given, family = values.full_name(text)
    return {"given": given, "family": family}


CELLS = {
    "sourced_id": Cell(plain(values.sourced_id), plain=r"[A-Za-z0-9._:@/{}-]{1,255}"),
    "student_number": Cell(plain(values.student_number), writes=("student_number",), plain=NUMBER),
    "given_name": Cell(plain(values.person_name), writes=("given_name",), plain=values.PLAIN_NAME),
    "family_name": Cell(
        plain(values.person_name), writes=("family_name",), plain=values.PLAIN_NAME
    ),
    "name": Cell(plain(whole_name), writes=("given_name", "family_name"), type=NAME),
    "email": Cell(plain(values.email), writes=("email",), plain=values.PLAIN_EMAIL),
    "birth_date": Cell(
        lambda text, references: values.birth_date(text, references.today),
        writes=("birth_date",),
        type=pl.Date,
    ),
    "grade_level": Cell(plain(values.grade_level), writes=("grade_level",), type=pl.Int16),
    "school": Cell(
        lambda text, references: references.schools.find(text), writes=("org_id",), type=pl.Int64
    ),
}


def stage(present: Present, references: References) -> Mapping[str, pl.Expr]:
    """Return the student of each row; one id stands in for the other where a file has one."""
    return {
        "sourced_id": first_of(present, "sourced_id", "student_number"),
        "student_number": first_of(present, "student_number", "sourced_id"),
        **names(present),
        "email": first_of(present, "email"),
        "birth_date": first_of(present, "birth_date"),
        "grade_level": first_of(present, "grade_level"),
        "org_id": pl.coalesce(first_of(present, "school"), pl.lit(references.default_school)),
    }


def names(present: Present) -> dict[str, pl.Expr]:
    """Return the two names, each from its own column or from that of the whole name."""
    given, family = (
        [pl.col("name").struct.field(part)] if "name" in present else []
        for part in ("given", "family")
    )
    return {
        "given_name": pl.coalesce(first_of(present, "given_name"), *given),
        "family_name": pl.coalesce(first_of(present, "family_name"), *family),
    }


def rules(present: Present, references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must."""
    staged = stage(present, references)
    found = [
        Rule(staged["given_name"].is_null(), "REQUIRED", "Each row needs a name.", "name"),
        Rule(
            staged["org_id"].is_null(),
            "REQUIRED",
            "Say which school each student belongs to.",
            "school",
        ),
    ]
    if "student_number" not in present:
        number = pl.col("sourced_id").str.contains(f"^(?:{NUMBER})$")
        found.append(Rule(~number, "INVALID_ID", values.NOT_A_NUMBER, "sourced_id"))
    return found


[FILE] = DECLARED.files
STUDENTS = Format(
    declared=DECLARED,
    file=FILE,
    entity=STUDENT,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={"sourced_id": "student_number", "student_number": "sourced_id"},
    claims=(
        Claim("sourced_id", "DUPLICATE_ID", TWICE, pl.col("sourced_id")),
        Claim("student_number", "DUPLICATE_ID", TWICE, pl.col("student_number")),
        Claim("email", "DUPLICATE_EMAIL", TWICE, pl.col("email").str.to_lowercase()),
    ),
)
