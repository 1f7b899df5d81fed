"""Enrollments, as rows of files describe them."""

from ec2_batch.imports.entity import Entity, Left, Taken
from schema.events import EnrollmentDropped
from schema.models import Base

STATED = "coalesce(staged.state, record.state, 'active')"
# Who has moved up from the waitlist keeps the seat: a file that still has them wait is late.
SAID = (
    f"CASE WHEN {STATED} = 'waitlisted' AND record.state = 'active'"
    f" AND record.waitlisted_at IS NOT NULL THEN 'active' ELSE {STATED} END"
)
NO_SEAT = (
    "Every seat of the section is taken. Write “waitlisted” as the state to wait for one, or give"
    " the section more seats first."
)
HOLDING = "state IN ('active', 'waitlisted', 'completed')"

ENROLLMENT = Entity(
    noun="enrollment",
    table=Base.metadata.tables["enrollment"],
    columns=(
        "student_id", "section_id", "org_id", "state", "begin_date", "end_date", "waitlisted_at",
        "override_reason",
    ),
    keys={
        "sourced_id": "known.sourced_id = staged.sourced_id",
        "place": "known.student_id = staged.student_id AND known.section_id = staged.section_id"
        f" AND known.{HOLDING}",
        "former_place": "known.id = ("
        "SELECT max(former.id) FROM enrollment AS former"
        " WHERE former.student_id = staged.student_id AND former.section_id = staged.section_id)",
    },
    referred=("place", "former_place"),
    says={
        "state": SAID,
        # Rows join the end of a waitlist in their own order.
        "waitlisted_at": f"CASE WHEN {SAID} = 'waitlisted'"
        " AND record.state IS DISTINCT FROM 'waitlisted'"
        " THEN now() + staged.line * interval '1 microsecond' ELSE record.waitlisted_at END",
        "override_reason": f"CASE WHEN {SAID} IN ('active', 'waitlisted')"
        " AND staged.last_day_to_enroll < %(today)s THEN 'Imported by job ' || %(job)s END",
        "former_state": "record.state",
    },
    made_id="'enrollment:' || staged.student_id || ':' || staged.section_id",
    taken=(
        Taken(
            "enrollment_sourced_id_key",
            "ID_TAKEN",
            "sourced_id",
            "An enrollment of another school has this id.",
            "known.sourced_id = planned.sourced_id",
        ),
        Taken(
            "enrollment_one_place",
            "ALREADY_ENROLLED",
            "student_name",
            "The student has a place in this section by another enrollment.",
            "known.student_id = planned.student_id AND known.section_id = planned.section_id"
            f" AND known.{HOLDING} AND planned.{HOLDING}",
        ),
        # Not another's, and so looked for by nobody.
        Taken(
            "section_seats_within_capacity",
            "SECTION_FULL",
            "section_name",
            NO_SEAT,
            "false",
        ),
    ),
    looked_at=("state", "waitlisted_at"),
    events=None,  # they say what became of a place: merge/record_places.py
    in_use="record.state IN ('active', 'waitlisted')",
    leaving=("state", "withdrawn"),
    left=Left(
        EnrollmentDropped,
        {"enrollmentId": "id", "studentId": "student_id", "sectionId": "section_id"},
    ),
    shown_leaving=("student_id", "section_id"),
)  # fmt: skip
