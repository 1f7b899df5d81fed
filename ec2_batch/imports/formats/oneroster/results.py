"""results of OneRoster sets: what students got, for their work or in the end."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from ec2_batch.imports.entities.result import RESULT
from ec2_batch.imports.format import Cell, Format, Present, Steps, bind, first_of, plain
from ec2_batch.imports.formats import grades
from ec2_batch.imports.formats.catalog_cells import SOURCED_ID, number, one_each, status_of, text
from ec2_batch.imports.formats.oneroster.files import STATUS, file_of
from ec2_batch.imports.merge import find_grades
from ec2_batch.imports.merge.named_by_id import find_line_items, find_students
from ec2_batch.imports.merge.pass_over_ungraded import pass_over_ungraded
from ec2_batch.imports.parsers import values
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.format import ImportFormat
from schema.formats.oneroster.words import SCORE_STATUSES

NAMES = {
    "sourcedId": "sourced_id",
    "lineItemSourcedId": "line_item",
    "studentSourcedId": "student",
    "scoreStatus": "is_graded",
    "scoreDate": "score_date",
    "textScore": "grade",
}
# What is to be deleted is put out of use as it is.
KEPT = "CASE WHEN staged.status = 'inactive' THEN record.{0} ELSE {1} END"
GIVEN = replace(
    RESULT,
    columns=(*RESULT.columns, "status"),
    keys={"sourced_id": "known.sourced_id = staged.sourced_id", **RESULT.keys},
    made_id=None,
    says={
        **RESULT.says,
        # Once official, always official: who grades anew amends.
        "posted_at": "CASE WHEN staged.is_graded THEN coalesce("
        "record.posted_at, staged.score_date::timestamp AT TIME ZONE 'UTC'"
        ") ELSE record.posted_at END",
        "score": KEPT.format("score", "staged.score"),
        "comment": KEPT.format("comment", "staged.comment"),
        "grade_scale_entry_id": KEPT.format(
            "grade_scale_entry_id", RESULT.says["grade_scale_entry_id"]
        ),
        # No set says why; the other system knows.
        "reason": "'Imported by job ' || %(job)s",
    },
    rests_on=frozenset({"enrollment"}),
)
CELLS = {
    "sourced_id": SOURCED_ID,
    "status": STATUS,
    "line_item": text("line_item_id"),
    "student": text("student_id"),
    "is_graded": Cell(plain(one_of(SCORE_STATUSES)), writes=("posted_at",), type=pl.Boolean),
    "score": number(f"-{grades.MOST}", grades.MOST, "score", "grade_scale_entry_id"),
    "score_date": Cell(plain(values.calendar_date), type=pl.Date),
    "comment": text("comment"),
    "grade": text("grade_scale_entry_id"),
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the result of each row; what it names is found by the merge."""
    return {
        "sourced_id": pl.col("sourced_id"),
        "line_item_name": pl.col("line_item"),
        "student_name": pl.col("student"),
        "is_graded": pl.col("is_graded"),
        "score": first_of(present, "score").cast(pl.String),
        "score_date": pl.col("score_date"),
        "comment": first_of(present, "comment").cast(pl.String),
        "grade_name": first_of(present, "grade").cast(pl.String),
        "status": status_of(present),
    }


def results(declared: ImportFormat) -> Format:
    """Return results.csv."""
    file = file_of(declared, "results.csv", NAMES)
    ours = grades.GRADES
    return replace(
        ours,
        declared=declared,
        file=file,
        entity=GIVEN,
        columns=bind(file, CELLS),
        stage=stage,
        rules=lambda _present, _references: [],
        claims=(one_each("sourced_id", pl.col("sourced_id")),),
        extra=(
            ("student_name", "text"),
            ("line_item_name", "text"),
            ("is_graded", "boolean"),
            ("score_date", "date"),
            *find_grades.STAGED,
        ),
        steps=Steps(
            find=(
                find_students,
                find_line_items,
                pass_over_ungraded,
                find_grades.find_grades_of_items,
            ),
            refuse=ours.steps.refuse,
            after=ours.steps.after,
        ),
    )
