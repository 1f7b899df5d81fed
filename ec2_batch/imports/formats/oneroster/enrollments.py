"""enrollments of OneRoster sets: students' places in sections."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from ec2_batch.imports.entities.enrollment import ENROLLMENT
from ec2_batch.imports.format import Cell, Format, Present, Takes, bind, first_of, plain
from ec2_batch.imports.formats import enrollments
from ec2_batch.imports.formats.catalog_cells import SOURCED_ID, day, one_each, text
from ec2_batch.imports.formats.oneroster.files import file_of
from ec2_batch.imports.merge.named_by_id import SECTION, STUDENT, find_sections, find_students
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.format import ImportFormat
from schema.formats.oneroster.words import SECTION_ROLES

NAMES = {
    "sourcedId": "sourced_id",
    "classSourcedId": "section",
    "userSourcedId": "student",
    "beginDate": "begin_date",
    "endDate": "end_date",
}
STAFF = "staff"
KINDS = {word.lower(): STAFF if ours else "student" for word, ours in SECTION_ROLES.items()}
STATES = {"active": "active", "tobedeleted": "withdrawn"}

# A place that stands elsewhere is taken, also by who waits here; one that was kept to the end is
# not begun anew.
SAID = (
    "CASE WHEN staged.state = 'withdrawn' THEN 'withdrawn'"
    " WHEN record.state = 'completed' THEN 'completed' ELSE 'active' END"
)
PLACE = replace(
    ENROLLMENT,
    says={
        **ENROLLMENT.says,
        "state": SAID,
        "override_reason": f"CASE WHEN {SAID} = 'active' AND staged.last_day_to_enroll < %(today)s"
        " THEN 'Imported by job ' || %(job)s END",
    },
)
CELLS = {
    "sourced_id": SOURCED_ID,
    "status": Cell(plain(one_of(STATES)), writes=("state",)),
    "section": text("section_id"),
    "student": text("student_id"),
    "role": Cell(plain(one_of({word: word for word in SECTION_ROLES}))),
    "primary": Cell(plain(str)),  # of who teaches
    "begin_date": day("begin_date"),
    "end_date": day("end_date"),
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the enrollment of each row; what it names is found by the merge."""
    return {
        "sourced_id": pl.col("sourced_id"),
        "student_name": pl.col("student"),
        "section_name": pl.col("section"),
        "state": first_of(present, "status").cast(pl.String),
        "begin_date": first_of(present, "begin_date").cast(pl.Date),
        "end_date": first_of(present, "end_date").cast(pl.Date),
    }


def enrollments_of(declared: ImportFormat) -> Format:
    """Return enrollments.csv as it tells of students."""
    file = file_of(declared, "enrollments.csv", NAMES)
    ours = enrollments.ENROLLMENTS
    return replace(
        ours,
        declared=declared,
        file=file,
        entity=PLACE,
        columns=bind(file, CELLS),
        stage=stage,
        claims=(one_each("sourced_id", pl.col("sourced_id")),),
        steps=replace(ours.steps, find=(find_students, find_sections)),
        takes=Takes("role", "student", KINDS, unknown=True),
        place=(STUDENT, SECTION),
    )
