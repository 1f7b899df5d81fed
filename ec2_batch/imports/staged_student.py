"""A row on its way to the student table."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

import xxhash


class StudentKey(StrEnum):
    """A way to recognise a student who is already in the records."""

    SOURCED_ID = "sourced_id"
    STUDENT_NUMBER = "student_number"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that belongs to one row of a file: a second row that has it is refused."""

    column: str
    code: str
    message: str  # {line} is the first row that has the value
    value: str  # SQL over the staged row
    # SQL over the staged row: two rows that say the same may share the value
    says: str = "import_staged.line::text"


@dataclass(frozen=True, slots=True)
class StagedStudent:
    """A student as a row describes one; field names are the staging table's columns."""

    sourced_id: str
    student_number: str
    given_name: str
    family_name: str | None = None
    email: str | None = None
    birth_date: date | None = None
    grade_level: int | None = None
    org_id: int | None = None
    course_id: int | None = None  # to be enrolled in


STAGED_COLUMNS = tuple(f.name for f in fields(StagedStudent))


def content_hash(row: StagedStudent, written: Iterable[str]) -> int:
    """Return a signed 64-bit hash of what a row writes: the same content, the same hash."""
    content: list[tuple[str, Any]] = [(name, getattr(row, name)) for name in written]
    unsigned = xxhash.xxh3_64_intdigest(repr(content).encode())
    return unsigned - (1 << 64) if unsigned >= 1 << 63 else unsigned
