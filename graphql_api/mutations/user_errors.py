"""User errors: expected outcomes of a mutation, as data that a form can show."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import psycopg2
import strawberry
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from graphql_api.planner.resolve import row

if TYPE_CHECKING:
    from graphql_api.enrollment.types import Enrollment
    from graphql_api.result.types import Result

_MESSAGE = "What happened and what to do, in a sentence."
_CODE = "What kind of outcome it is, for programs."
_PATH = "The input that caused it, from `input` down."

# Among constraints: the row would not be one that the caller may write.
ROW_SECURITY = "row-level security"


@strawberry.interface(description="An outcome that the request must be changed for.")
class UserError:
    code: str = strawberry.field(description=_CODE)
    message: str = strawberry.field(description=_MESSAGE)
    path: list[str] = strawberry.field(description=_PATH)


@strawberry.type(description="A field's value cannot be used.")
class FieldError(UserError): ...


@strawberry.type(description="There is no such record, or you may not see it.")
class NotFound(UserError): ...


@strawberry.type(description="Every seat of the section is taken.")
class SectionFull(UserError): ...


@strawberry.type(description="The student already holds or awaits a seat.")
class AlreadyEnrolled(UserError):
    enrollment: Annotated["Enrollment", strawberry.lazy("graphql_api.enrollment.types")] | None = (
        strawberry.field(description="The place that the student has.")
    )


@strawberry.type(description="Somebody changed the record meanwhile.")
class VersionConflict(UserError):
    current_version: int = strawberry.field(description="The version the record has now.")


@strawberry.type(description="A hold keeps the student from enrolling.")
class HoldBlocks(UserError): ...


@strawberry.type(description="A course has not been passed that must be passed before.")
class PrerequisiteMissing(UserError):
    course_codes: list[str] = strawberry.field(description="The codes of the missing courses.")


@strawberry.type(description="The last day to do this has passed.")
class DeadlinePassed(UserError): ...


@strawberry.type(description="The idempotency key was used before with another input.")
class IdempotencyMismatch(UserError): ...


@strawberry.type(description="More seats are taken than the section would have.")
class CapacityBelowSeatsTaken(UserError):
    seats_taken: int = strawberry.field(description="How many seats are taken.")


@strawberry.type(description="The student has no place in the section.")
class NotEnrolled(UserError): ...


@strawberry.type(description="The result is official already: amend it, with a reason.")
class AlreadyPosted(UserError):
    result: Annotated["Result", strawberry.lazy("graphql_api.result.types")] | None = (
        strawberry.field(description="The result that the student has.")
    )


@strawberry.type(description="The score is outside the line item's range.")
class ScoreOutOfRange(UserError):
    min_score: Decimal = strawberry.field(description="The lowest possible score.")
    max_score: Decimal = strawberry.field(description="The highest possible score.")


@strawberry.type(description="The grade is not one of the line item's scale.")
class GradeNotOfScale(UserError):
    labels: list[str] = strawberry.field(description="The labels of the scale, the best first.")


RICH_ERRORS = (
    FieldError,
    NotFound,
    SectionFull,
    AlreadyEnrolled,
    VersionConflict,
    HoldBlocks,
    PrerequisiteMissing,
    DeadlinePassed,
    IdempotencyMismatch,
    CapacityBelowSeatsTaken,
    NotEnrolled,
    AlreadyPosted,
    ScoreOutOfRange,
    GradeNotOfScale,
)


class Refused(Exception):
    """Raised inside a mutation to end it with user errors and undo what it wrote."""

    def __init__(self, *errors: UserError) -> None:
        super().__init__(", ".join(error.code for error in errors))
        self.errors = list(errors)


def invalid(name: str, message: str) -> FieldError:
    """Return the error of a field whose value cannot be used."""
    return FieldError(code="INVALID", message=message, path=["input", name])


def not_found(name: str, what: str) -> NotFound:
    """Return the error of an id that names nothing the caller may see."""
    return NotFound(code="NOT_FOUND", message=f"There is no such {what}.", path=["input", name])


def taken(name: str, who: str, what: str) -> FieldError:
    """Return the error of a value that is unique and another record's."""
    message = f"Another {who} has this {what}."
    return FieldError(code="TAKEN", message=message, path=["input", name])


def version_conflict(current: int) -> VersionConflict:
    """Return the error of a record that changed since the caller read it."""
    return VersionConflict(
        code="VERSION_CONFLICT",
        message="The record was changed meanwhile: read it again and repeat the change.",
        path=["input", "expectedVersion"],
        current_version=current,
    )


def already_enrolled(enrollment_id: int) -> AlreadyEnrolled:
    """Return the error of a student who has a place in the section."""
    return AlreadyEnrolled(
        code="ALREADY_ENROLLED",
        message="The student already holds or awaits a seat in this section.",
        path=["input", "sectionId"],
        enrollment=row(enrollment_id),
    )


def already_posted(result_id: int) -> AlreadyPosted:
    """Return the error of a result that is official already."""
    return AlreadyPosted(
        code="ALREADY_POSTED",
        message="This result is posted already: amend it, with a reason.",
        path=["input", "item"],
        result=row(result_id),
    )


@contextmanager
def constraint_as_user_error(session: Session, errors: Mapping[str, UserError]) -> Iterator[None]:
    """Turn the violation of a named constraint, or of row security, into a user error.

    The transaction can then only be undone, back to a savepoint if there is one. Other
    violations stay surprises.
    """
    try:
        yield
        session.flush()
    except (DBAPIError, psycopg2.Error) as refusal:
        error = _foreseen(refusal, errors)
        if error is None:
            raise
        raise Refused(error) from None


def _foreseen(refusal: Exception, errors: Mapping[str, UserError]) -> UserError | None:
    cause = refusal.orig if isinstance(refusal, DBAPIError) else refusal
    if isinstance(cause, psycopg2.errors.InsufficientPrivilege):
        return errors.get(ROW_SECURITY)
    if isinstance(cause, psycopg2.IntegrityError):
        return errors.get(str(cause.diag.constraint_name))
    return None
