"""What creating and updating a student have in common."""

from typing import Any

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import Session

from graphql_api.planner.global_ids import key_of
from graphql_api.user_errors import FieldError, Refused, UserError, invalid, not_found
from schema.models import Account, Org, Student

LONGEST_NAME = 200  # characters

# Which column may not be cleared; every other one may.
REQUIRED = ("student_number", "given_name")


def _taken(name: str, what: str) -> FieldError:
    return FieldError(
        code="TAKEN", message=f"Another student has this {what}.", path=["input", name]
    )


CONSTRAINTS: dict[str, UserError] = {
    "student_student_number_key": _taken("studentNumber", "student number"),
    "student_sourced_id_key": _taken("sourcedId", "sourced id"),
    "student_email_key": _taken("email", "e-mail address"),
    "student_number_is_plain": invalid(
        "studentNumber", "A student number holds letters, digits, dots, dashes and underscores."
    ),
    "student_grade_level_in_range": invalid("gradeLevel", "A grade level is from 0 to 13."),
}


def given_values(input: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the values that an input gives: left out is unchanged, null is cleared.

    Raises:
        Refused: a required value is null or blank, or a text is too long or not plain text.
    """
    given = {name: getattr(input, name) for name in names}
    given = {name: value for name, value in given.items() if value is not strawberry.UNSET}
    errors = [error for name, value in given.items() if (error := _problem(name, value))]
    if errors:
        raise Refused(*errors)
    return {n: v.strip() if isinstance(v, str) else v for n, v in given.items()}


def _problem(name: str, value: Any) -> UserError | None:
    shown = _camel_case(name)
    if name in REQUIRED and (value is None or not value.strip()):
        return invalid(shown, "This cannot be empty.")
    if not isinstance(value, str):
        return None
    if len(value) > LONGEST_NAME:
        return invalid(shown, f"This has more than {LONGEST_NAME} characters.")
    if any(ord(character) < 32 for character in value):
        return invalid(shown, "This holds a control character.")
    return None


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def find_student(session: Session, global_id: str, name: str = "id") -> Student:
    """Return the student that an id names.

    Raises:
        Refused: there is none that the caller may see.
    """
    key = key_of("Student", global_id)
    student = session.get(Student, key) if key else None
    if student is None:
        raise Refused(not_found(name, "student"))
    return student


def lock_student(session: Session, global_id: str) -> Student:
    """Return the student that an id names, as it is now and stays until the transaction ends.

    Raises:
        Refused: there is none that the caller may change.
    """
    key = key_of("Student", global_id)
    student = session.get(Student, key, with_for_update=True) if key else None
    if student is None:
        raise Refused(not_found("id", "student"))
    return student


def find_org(session: Session, global_id: str | None, subject: str) -> int:
    """Return the key of the school that an id names, or else of the caller's own.

    Raises:
        Refused: there is none.
    """
    if global_id is None:
        own = session.scalars(
            select(Account.org_id).where(Account.subject == subject, Account.org_id.is_not(None))
        ).first()
        if own is None:
            raise Refused(invalid("orgId", "Say which school: your account has none of its own."))
        return own
    key = key_of("Org", global_id)
    if key is None or session.get(Org, key) is None:
        raise Refused(not_found("orgId", "school"))
    return key
