"""Organisations, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

ORG = Entity(
    noun="organisation",
    table=Base.metadata.tables["org"],
    columns=("name", "type", "identifier", "parent_id", "status"),
    keys={"sourced_id": "known.sourced_id = staged.sourced_id"},
    taken=(
        Taken(
            "org_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "Another organisation has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
    ),
    looked_at=("name", "identifier", "type", "parent_id", "status"),
    events=None,
    may_leave=False,  # what a file does not name may still have students
)
