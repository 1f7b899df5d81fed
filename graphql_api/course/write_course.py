"""What creating and updating a course have in common."""

from decimal import Decimal

from graphql_api.mutations.given_values import Check, between
from graphql_api.mutations.user_errors import ROW_SECURITY, FieldError, UserError, invalid, taken

# Which column may not be cleared; every other one may.
REQUIRED = ("code", "title", "credits", "status")

_CREDITS = "Credits are from 0 to 99.99, with at most two decimals."

CHECKS: dict[str, Check] = {"credits": between(0, Decimal("99.99"), _CREDITS)}

CONSTRAINTS: dict[str, UserError] = {
    "course_org_id_code_key": FieldError(
        code="TAKEN",
        message="Another course of the school has this code.",
        path=["input", "code"],
    ),
    "course_sourced_id_key": taken("sourcedId", "course", "sourced id"),
    ROW_SECURITY: invalid("orgId", "You may not add courses to this school."),
}
