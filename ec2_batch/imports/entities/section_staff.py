"""Who teaches a section, as rows of files describe it."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

SECTION_STAFF = Entity(
    noun="teaching of a section",
    table=Base.metadata.tables["section_staff"],
    columns=("section_id", "staff_id", "role", "is_primary", "status"),
    keys={
        "sourced_id": "known.sourced_id = staged.sourced_id",
        "place": "known.section_id = staged.section_id AND known.staff_id = staged.staff_id",
    },
    referred=("place",),
    says={"is_primary": "coalesce(staged.is_primary, record.is_primary, false)"},
    taken=(
        Taken(
            "section_staff_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "Who teaches a section of another school has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "section_staff_section_id_staff_id_key",
            "ALREADY_TEACHES",
            "staff_name",
            "This person teaches the section by another row already.",
            "known.section_id = planned.section_id AND known.staff_id = planned.staff_id",
        ),
    ),
    looked_at=(),
    events=None,
    shown_leaving=("staff_id", "section_id"),
)
