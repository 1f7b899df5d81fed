"""Results, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

RESULT = Entity(
    noun="grade",
    table=Base.metadata.tables["result"],
    columns=(
        "line_item_id", "section_id", "org_id", "student_id", "score", "grade_scale_entry_id",
        "posted_at", "comment",
    ),
    keys={
        "item": "known.line_item_id = staged.line_item_id"
        " AND known.student_id = staged.student_id",
    },
    referred=("item",),
    says={
        "posted_at": "coalesce(record.posted_at, now())",
        # A score that stays keeps its grade, whichever band it is in.
        "grade_scale_entry_id": "CASE WHEN staged.grade_name IS NULL"
        " AND record.score = staged.score THEN record.grade_scale_entry_id"
        " ELSE staged.grade_scale_entry_id END",
        "was_posted": "record.posted_at IS NOT NULL",
    },
    made_id="'final:' || staged.section_id || ':' || staged.student_id",
    taken=(
        Taken(
            "result_sourced_id_key",
            "ID_TAKEN",
            "student_name",
            "A result of another school has the id of this one.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "result_line_item_id_student_id_key",
            "ALREADY_GRADED",
            "student_name",
            "Somebody gave the student this grade a moment ago.",
            "known.line_item_id = planned.line_item_id AND known.student_id = planned.student_id",
        ),
        # What is found wrong before, unless the line item is changed at the same time.
        Taken(
            "result_score_in_range",
            "SCORE_OUT_OF_RANGE",
            "score",
            "The score is outside the line item's range.",
            "false",
        ),
        Taken(
            "result_grade_of_scale",
            "GRADE_NOT_OF_SCALE",
            "grade_name",
            "The grade is not of the line item's scale.",
            "false",
        ),
    ),
    looked_at=(),
    events=None,  # they say whether a grade is new or amended: merge/record_grades.py
    stays="A grade changes only with a reason, and that a file lacks it is none: no grade was put"
    " out of use. Those of a OneRoster set that are to go are listed as tobedeleted.",
    reason="CASE WHEN was_posted THEN reason END",
)  # fmt: skip
