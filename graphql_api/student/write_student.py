"""What creating and updating a student have in common."""

from datetime import date

from graphql_api.mutations.given_values import Check, ruled_by
from graphql_api.mutations.user_errors import ROW_SECURITY, FieldError, UserError, invalid
from schema.camel_case import camel_case
from schema.rules.student import (
    TAKEN,
    birth_date_fault,
    email_fault,
    grade_level_fault,
    name_fault,
    student_number_fault,
)

# Which column may not be cleared; every other one may.
REQUIRED = ("student_number", "given_name")

CONSTRAINTS: dict[str, UserError] = {
    ROW_SECURITY: invalid("orgId", "You may not add students to this school."),
    "student_directory_opt_out_kept": invalid(
        "directoryOptOut", "An integration may not take back that a student opted out."
    ),
    **{
        constraint: FieldError(code="TAKEN", message=sentence, path=["input", camel_case(column)])
        for constraint, (column, sentence) in TAKEN.items()
    },
}


def checks(today: date) -> dict[str, Check]:
    """Return the rules of a student's details."""
    return {
        "student_number": ruled_by(student_number_fault),
        "given_name": ruled_by(name_fault),
        "family_name": ruled_by(name_fault),
        "email": ruled_by(email_fault),
        "birth_date": ruled_by(lambda day: birth_date_fault(day, today)),
        "grade_level": ruled_by(grade_level_fault),
    }
