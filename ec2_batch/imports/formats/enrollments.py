"""enrollments.csv: how its cells are read, and what enrollment a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.enrollment import ENROLLMENT
from ec2_batch.imports.format import (
    Cell,
    Claim,
    Format,
    Present,
    Rule,
    Steps,
    bind,
    first_of,
    plain,
)
from ec2_batch.imports.formats.catalog_cells import SOURCED_ID, day, one_each, refers, text
from ec2_batch.imports.merge.named_records import (
    SECTION,
    STAGED,
    STUDENT,
    find_sections,
    find_students,
)
from ec2_batch.imports.merge.promote_waitlist import promote_after_leaving, promote_waitlist
from ec2_batch.imports.merge.record_places import record_places
from ec2_batch.imports.merge.refuse_full import note_left_seats, note_seats, refuse_full
from ec2_batch.imports.merge.refuse_places import refuse_places
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.enrollments import ENROLLMENTS as DECLARED
from schema.models.enrollment import EnrollmentState

CELLS = {
    "sourced_id": SOURCED_ID,
    "student": text("student_id"),
    "section": text("section_id"),
    "term": refers(lambda name, references: references.terms.find(name)),
    "state": Cell(
        plain(one_of({state.value: state.value for state in EnrollmentState})),
        writes=("state", "waitlisted_at"),
    ),
    "begin_date": day("begin_date"),
    "end_date": day("end_date"),
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the enrollment of each row; what it names is found by the merge."""
    return {
        "sourced_id": first_of(present, "sourced_id").cast(pl.String),
        "student_name": pl.col("student"),
        "section_name": pl.col("section"),
        "term_id": first_of(present, "term").cast(pl.Int64),
        "state": first_of(present, "state").cast(pl.String),
        "begin_date": first_of(present, "begin_date").cast(pl.Date),
        "end_date": first_of(present, "end_date").cast(pl.Date),
    }


def rules(_present: Present, _references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must: nothing."""
    return []


[FILE] = DECLARED.files
ENROLLMENTS = Format(
    declared=DECLARED,
    file=FILE,
    entity=ENROLLMENT,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={
        "sourced_id": "student",
        "student_name": "student",
        "section_name": "section",
        "begin_date": "end_date",
        "end_date": "begin_date",
    },
    claims=(
        one_each("sourced_id", pl.col("sourced_id")),
        # With ids, a student may leave a section on one row and come back on another.
        Claim(
            "student",
            "DUPLICATE_ROW",
            "Line {line} of this file is about this student in this section already.",
            pl.when(pl.col("sourced_id").is_null()).then(
                pl.concat_str(
                    "student_name", "section_name", "term_id", separator=" ", ignore_nulls=True
                )
            ),
        ),
    ),
    extra=(*STAGED, ("former_state", "text")),
    steps=Steps(
        find=(find_students, find_sections),
        refuse=(refuse_places, refuse_full),
        noted=(note_seats,),
        after=(record_places,),
        settled=(promote_waitlist,),
        left_noted=(note_left_seats,),
        left_settled=(promote_after_leaving,),
    ),
    side_by_side=True,
    place=(STUDENT, SECTION),
)
