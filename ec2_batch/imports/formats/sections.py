"""sections.csv: how its cells are read, and what section a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.section import SECTION
from ec2_batch.imports.format import Cell, Format, Present, Rule, Steps, bind, first_of, plain
from ec2_batch.imports.formats.catalog_cells import (
    SCHOOL,
    SOURCED_ID,
    STATUS,
    day,
    one_each,
    refers,
    status_of,
    text,
)
from ec2_batch.imports.merge.promote_waitlist import promote_into_sections
from ec2_batch.imports.parsers.numbers import whole_number
from ec2_batch.imports.references.references import References
from schema.formats.sections import DEFAULT_CAPACITY
from schema.formats.sections import SECTIONS as DECLARED

LARGEST = 100_000  # seats


CELLS = {
    "sourced_id": SOURCED_ID,
    "code": text("code"),
    "course": refers(lambda name, references: references.courses.find(name), "course_id"),
    "term": refers(lambda name, references: references.terms.find(name), "academic_session_id"),
    "title": text("title"),
    "capacity": Cell(plain(whole_number(0, LARGEST)), writes=("capacity",), type=pl.Int32),
    "last_day_to_enroll": day("last_day_to_enroll"),
    "last_day_to_drop": day("last_day_to_drop"),
    "school": SCHOOL,
    "status": STATUS,
}


def stage(present: Present, references: References) -> Mapping[str, pl.Expr]:
    """Return the section of each row; what it does not say is the course's to say."""
    term, code = pl.col("term"), first_of(present, "code", "sourced_id")
    made = pl.concat_str(pl.lit("section:"), term, pl.lit(":"), code)
    return {
        "sourced_id": pl.coalesce(first_of(present, "sourced_id"), made),
        "org_id": pl.coalesce(
            first_of(present, "school").cast(pl.Int64),
            _of_course(references.course_orgs, pl.Int64),
        ),
        "course_id": pl.col("course"),
        "academic_session_id": term,
        "code": code,
        "title": pl.coalesce(
            first_of(present, "title"), _of_course(references.course_titles, pl.String)
        ),
        "capacity": pl.coalesce(
            first_of(present, "capacity").cast(pl.Int32), pl.lit(DEFAULT_CAPACITY, pl.Int32)
        ),
        "last_day_to_enroll": first_of(present, "last_day_to_enroll").cast(pl.Date),
        "last_day_to_drop": first_of(present, "last_day_to_drop").cast(pl.Date),
        "status": status_of(present),
    }


def _of_course(known: Mapping[int, object], type_: type[pl.DataType]) -> pl.Expr:
    return pl.col("course").replace_strict(
        list(known), list(known.values()), default=None, return_dtype=type_
    )


def rules(_present: Present, _references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must: nothing."""
    return []


[FILE] = DECLARED.files
SECTIONS = Format(
    declared=DECLARED,
    file=FILE,
    entity=SECTION,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={"sourced_id": "code", "code": "sourced_id"},
    claims=(
        one_each("sourced_id", pl.col("sourced_id")),
        one_each("code", pl.concat_str(pl.col("academic_session_id"), pl.lit(" "), pl.col("code"))),
    ),
    steps=Steps(settled=(promote_into_sections,)),
    side_by_side=True,  # nobody waits for a seat of a new section
)
