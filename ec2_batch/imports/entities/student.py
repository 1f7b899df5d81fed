"""Students, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Events, Left, Taken
from schema.events import StudentCreated, StudentDeactivated, StudentUpdated
from schema.models import Base
from schema.rules.student import TAKEN

STUDENT = Entity(
    noun="student",
    table=Base.metadata.tables["student"],
    columns=(
        "student_number", "given_name", "family_name", "email", "birth_date", "grade_level",
        "org_id",
    ),
    keys={
        "sourced_id": "known.sourced_id = staged.sourced_id",
        "student_number": "known.student_number = staged.student_number",
        "email": "lower(known.email) = lower(staged.email)",
    },
    taken=(
        Taken(
            "student_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "A student of another school has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "student_student_number_key",
            "STUDENT_NUMBER_TAKEN",
            *TAKEN["student_student_number_key"],
            "known.student_number = planned.student_number",
        ),
        Taken(
            "student_email_key",
            "EMAIL_TAKEN",
            *TAKEN["student_email_key"],
            "lower(known.email) = lower(planned.email)",
        ),
    ),
    looked_at=("org_id",),
    events=Events(StudentCreated, StudentUpdated, "studentId"),
    left=Left(StudentDeactivated, {"studentId": "id"}),
)  # fmt: skip
