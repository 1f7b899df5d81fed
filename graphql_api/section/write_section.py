"""What creating and updating a section have in common."""

from graphql_api.mutations.given_values import Check, between
from graphql_api.mutations.user_errors import ROW_SECURITY, FieldError, UserError, invalid, taken

# Which column may not be cleared; every other one may.
REQUIRED = ("code", "title", "capacity", "status")

LARGEST = 100_000  # seats
_CAPACITY = f"A section has from 0 to {LARGEST} seats."

CHECKS: dict[str, Check] = {"capacity": between(0, LARGEST, _CAPACITY)}

CONSTRAINTS: dict[str, UserError] = {
    "section_academic_session_id_code_key": FieldError(
        code="TAKEN",
        message="Another section of the term has this code.",
        path=["input", "code"],
    ),
    "section_sourced_id_key": taken("sourcedId", "section", "sourced id"),
    ROW_SECURITY: invalid("courseId", "You may not add sections to this course's school."),
}
