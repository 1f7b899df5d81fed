"""grades.csv: how its cells are read, and what final grade a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.result import RESULT
from ec2_batch.imports.format import Claim, Format, Present, Rule, Steps, bind, first_of
from ec2_batch.imports.formats.catalog_cells import number, refers, text
from ec2_batch.imports.merge import find_grades, named_records
from ec2_batch.imports.merge.find_written import find_written
from ec2_batch.imports.merge.make_final_items import make_final_items
from ec2_batch.imports.merge.record_grades import record_grades
from ec2_batch.imports.merge.refuse_grades import refuse_grades
from ec2_batch.imports.references.references import References
from schema.formats.grades import GRADES as DECLARED

MOST = "99999.99"  # as many digits as a score is kept in

CELLS = {
    "student": text("student_id"),
    "section": text("section_id"),
    "term": refers(lambda name, references: references.terms.find(name)),
    "grade": text("grade_scale_entry_id", "posted_at"),
    "score": number(f"-{MOST}", MOST, "score", "grade_scale_entry_id", "posted_at"),
    "comment": text("comment"),
    "reason": text(),
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the grade of each row; what it names is found by the merge."""
    return {
        "student_name": pl.col("student"),
        "section_name": pl.col("section"),
        "term_id": first_of(present, "term").cast(pl.Int64),
        "grade_name": first_of(present, "grade").cast(pl.String),
        "score": first_of(present, "score").cast(pl.String),
        "comment": first_of(present, "comment").cast(pl.String),
        "reason": first_of(present, "reason").cast(pl.String),
    }


def rules(present: Present, _references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must."""
    nothing = first_of(present, "grade", "score").is_null()
    column = "grade" if "grade" in present else "score"
    return [Rule(nothing, "REQUIRED", "Give a grade, a score or both.", column)]


[FILE] = DECLARED.files
GRADES = Format(
    declared=DECLARED,
    file=FILE,
    entity=RESULT,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={
        "sourced_id": "student",
        "student_name": "student",
        "section_name": "section",
        "grade_name": "grade",
        "grade": "score",
    },
    claims=(
        Claim(
            "student",
            "DUPLICATE_ROW",
            "Line {line} of this file is about this student in this section already.",
            pl.concat_str(
                "student_name", "section_name", "term_id", separator=" ", ignore_nulls=True
            ),
        ),
    ),
    extra=(*named_records.STAGED, *find_grades.STAGED),
    steps=Steps(
        find=(
            named_records.find_students,
            named_records.find_sections,
            find_grades.find_grades,
        ),
        refuse=(refuse_grades,),
        before=(make_final_items,),
        after=(find_written, record_grades),
    ),
)
