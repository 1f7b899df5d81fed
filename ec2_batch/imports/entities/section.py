"""Sections, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

SECTION = Entity(
    noun="section",
    table=Base.metadata.tables["section"],
    columns=(
        "org_id", "course_id", "academic_session_id", "code", "title", "capacity",
        "last_day_to_enroll", "last_day_to_drop", "status",
    ),
    keys={
        "sourced_id": "known.sourced_id = staged.sourced_id",
        "code": "known.academic_session_id = staged.academic_session_id"
        " AND known.code = staged.code",
    },
    taken=(
        Taken(
            "section_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "Another section has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "section_academic_session_id_code_key",
            "CODE_TAKEN",
            "code",
            "Another section of the term has this code.",
            "known.academic_session_id = planned.academic_session_id"
            " AND known.code = planned.code",
        ),
        # Not another's, and so looked for by nobody: the students who have a seat keep it.
        Taken(
            "section_seats_within_capacity",
            "CAPACITY_BELOW_SEATS",
            "capacity",
            "More students than this have a seat in the section.",
            "false",
        ),
    ),
    looked_at=(
        "org_id", "course_id", "academic_session_id", "capacity", "last_day_to_enroll", "status",
    ),
    events=None,
)  # fmt: skip
