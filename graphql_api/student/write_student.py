"""What creating and updating a student have in common."""

from graphql_api.mutations.given_values import Check, between
from graphql_api.mutations.user_errors import ROW_SECURITY, UserError, invalid, taken

# Which column may not be cleared; every other one may.
REQUIRED = ("student_number", "given_name")

_GRADE_LEVELS = "A grade level is from 0 to 13."

CHECKS: dict[str, Check] = {"grade_level": between(0, 13, _GRADE_LEVELS)}

CONSTRAINTS: dict[str, UserError] = {
    "student_student_number_key": taken("studentNumber", "student", "student number"),
    "student_sourced_id_key": taken("sourcedId", "student", "sourced id"),
    "student_email_key": taken("email", "student", "e-mail address"),
    "student_number_is_plain": invalid(
        "studentNumber", "A student number holds letters, digits, dots, dashes and underscores."
    ),
    ROW_SECURITY: invalid("orgId", "You may not add students to this school."),
}
