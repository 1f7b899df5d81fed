"""Academic sessions, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

ACADEMIC_SESSION = Entity(
    noun="term",
    table=Base.metadata.tables["academic_session"],
    columns=("title", "type", "start_date", "end_date", "parent_id", "school_year", "status"),
    keys={"sourced_id": "known.sourced_id = staged.sourced_id"},
    taken=(
        Taken(
            "academic_session_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "Another term has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
    ),
    looked_at=("title", "start_date", "end_date", "parent_id", "status"),
    events=None,
    may_leave=False,  # terms that are over are in no file any more, and in every transcript
)
