"""courses.csv: how its cells are read, and what course a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.course import COURSE
from ec2_batch.imports.format import Format, Present, Rule, bind, first_of
from ec2_batch.imports.formats.catalog_cells import (
    SCHOOL,
    SOURCED_ID,
    STATUS,
    needs_school,
    number,
    one_each,
    org_of,
    refers,
    status_of,
    text,
)
from ec2_batch.imports.references.references import References
from schema.formats.courses import COURSES as DECLARED

CELLS = {
    "sourced_id": SOURCED_ID,
    "code": text("code"),
    "title": text("title"),
    "credits": number(0, "99.99", "credits"),
    "grade_scale": refers(
        lambda name, references: references.grade_scales.find(name), "grade_scale_id"
    ),
    "school": SCHOOL,
    "status": STATUS,
}


def stage(present: Present, references: References) -> Mapping[str, pl.Expr]:
    """Return the course of each row; one key stands in for the other where a file has one."""
    org, code = org_of(present, references), first_of(present, "code", "sourced_id")
    made = pl.concat_str(pl.lit("course:"), org, pl.lit(":"), code)
    return {
        "sourced_id": pl.coalesce(first_of(present, "sourced_id"), made),
        "org_id": org,
        "code": code,
        "title": pl.col("title"),
        "credits": pl.coalesce(first_of(present, "credits"), pl.lit("0")),
        "grade_scale_id": first_of(present, "grade_scale").cast(pl.Int64),
        "status": status_of(present),
    }


def rules(present: Present, references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must."""
    return [needs_school(present, references)]


[FILE] = DECLARED.files
COURSES = Format(
    declared=DECLARED,
    file=FILE,
    entity=COURSE,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={"sourced_id": "code", "code": "sourced_id"},
    claims=(
        one_each("sourced_id", pl.col("sourced_id")),
        one_each("code", pl.concat_str(pl.col("org_id"), pl.lit(" "), pl.col("code"))),
    ),
)
