"""Courses, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

COURSE = Entity(
    noun="course",
    table=Base.metadata.tables["course"],
    columns=("org_id", "code", "title", "credits", "grade_scale_id", "status"),
    keys={
        "sourced_id": "known.sourced_id = staged.sourced_id",
        "code": "known.org_id = staged.org_id AND known.code = staged.code",
    },
    taken=(
        Taken(
            "course_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "Another course has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "course_org_id_code_key",
            "CODE_TAKEN",
            "code",
            "Another course of the school has this code.",
            "known.org_id = planned.org_id AND known.code = planned.code",
        ),
    ),
    looked_at=("org_id", "code", "title", "grade_scale_id", "status"),
    events=None,
)
