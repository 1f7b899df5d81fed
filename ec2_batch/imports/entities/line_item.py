"""Line items, as rows of files describe them, and as files about final grades need them."""

from ec2_batch.imports.entity import Entity, Kept, Taken
from schema.models import Base

# Of a section that had none. Its scale is the course's.
FINAL_TITLE = "Final grade"
LEAST_SCORE, MOST_SCORE = 0, 100

LINE_ITEM = Entity(
    noun="line item",
    table=Base.metadata.tables["line_item"],
    columns=(
        "section_id", "org_id", "title", "kind", "min_score", "max_score", "grade_scale_id",
        "due_date", "status",
    ),
    keys={"sourced_id": "known.sourced_id = staged.sourced_id"},
    says={
        "min_score": f"coalesce(staged.min_score, record.min_score, {LEAST_SCORE})",
        "max_score": f"coalesce(staged.max_score, record.max_score, {MOST_SCORE})",
        # Final grades are of the course's scale; one that has become final takes it up.
        "grade_scale_id": "CASE WHEN staged.kind = 'final' AND record.kind IS DISTINCT FROM 'final'"
        " THEN (SELECT course.grade_scale_id FROM course WHERE course.id = staged.course_id)"
        " ELSE record.grade_scale_id END",
    },
    taken=(
        Taken(
            "line_item_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "A line item of another school has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "line_item_one_final",
            "FINAL_TAKEN",
            "section_name",
            "Another line item holds the final grades of this section: there is one.",
            "known.section_id = planned.section_id AND known.kind = 'final'"
            " AND planned.kind = 'final'",
        ),
    ),
    looked_at=("section_id", "org_id", "kind", "min_score", "max_score", "grade_scale_id"),
    events=None,
    # Final grades stand in transcripts.
    in_use="record.status = 'active' AND record.kind <> 'final'",
    kept=Kept(
        "EXISTS (SELECT FROM result WHERE line_item_id = record.id AND posted_at IS NOT NULL)",
        "{count:,} that this file does not name stay: grades for them are posted, and none of them"
        " goes by silence. List them as tobedeleted if they are to go.",
    ),
    shown_leaving=("title", "section_id"),
)  # fmt: skip
