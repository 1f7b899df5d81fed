"""enrollments of OneRoster sets: who teaches sections, and who assists there."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.section_staff import SECTION_STAFF
from ec2_batch.imports.format import Cell, Format, Present, Steps, Takes, bind, first_of, plain
from ec2_batch.imports.formats.catalog_cells import SOURCED_ID, one_each, status_of, text
from ec2_batch.imports.formats.oneroster.enrollments import KINDS, STAFF
from ec2_batch.imports.formats.oneroster.files import STATUS, file_of
from ec2_batch.imports.merge import named_by_id
from ec2_batch.imports.merge.refuse_teachers import refuse_teachers
from ec2_batch.imports.parsers.booleans import boolean
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.format import ImportFormat
from schema.formats.oneroster.words import SECTION_ROLES

NAMES = {"sourcedId": "sourced_id", "classSourcedId": "section", "userSourcedId": "staff"}
LEFT_OUT = Cell(plain(str))  # of students
CELLS = {
    "sourced_id": SOURCED_ID,
    "status": STATUS,
    "section": text("section_id"),
    "staff": text("staff_id"),
    "role": Cell(
        plain(one_of({word: ours for word, ours in SECTION_ROLES.items() if ours})),
        writes=("role",),
    ),
    "primary": Cell(plain(boolean), writes=("is_primary",), type=pl.Boolean),
    "beginDate": LEFT_OUT,
    "endDate": LEFT_OUT,
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return who teaches by each row; what it names is found by the merge."""
    return {
        "sourced_id": pl.col("sourced_id"),
        "staff_name": pl.col("staff"),
        "section_name": pl.col("section"),
        "role": pl.col("role"),
        "is_primary": first_of(present, "primary").cast(pl.Boolean),
        "status": status_of(present),
    }


def teachers_of(declared: ImportFormat) -> Format:
    """Return enrollments.csv as it tells of staff."""
    file = file_of(declared, "enrollments.csv", NAMES)
    return Format(
        declared=declared,
        file=file,
        entity=SECTION_STAFF,
        columns=bind(file, CELLS),
        stage=stage,
        rules=lambda _present, _references: [],
        stands_for={"staff_name": "staff", "section_name": "section"},
        claims=(one_each("sourced_id", pl.col("sourced_id")),),
        extra=(("staff_name", "text"), ("section_name", "text")),
        steps=Steps(
            find=(named_by_id.find_staff, named_by_id.find_taught_sections),
            refuse=(refuse_teachers,),
        ),
        takes=Takes("role", STAFF, KINDS),
        place=(named_by_id.STAFF, named_by_id.TAUGHT_SECTION),
    )
