"""Staff, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Taken
from schema.models import Base

STAFF = Entity(
    noun="person",
    table=Base.metadata.tables["staff"],
    columns=("given_name", "family_name", "email", "title", "org_id", "status"),
    keys={
        "sourced_id": "known.sourced_id = staged.sourced_id",
        "email": "lower(known.email) = lower(staged.email)",
    },
    taken=(
        Taken(
            "staff_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "Somebody of another school's staff has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "staff_email_key",
            "EMAIL_TAKEN",
            "email",
            "Somebody else of the staff has this e-mail address.",
            "lower(known.email) = lower(planned.email)",
        ),
    ),
    looked_at=("status",),
    events=None,
)
