"""Columns: what an import file may hold under each header, said in words."""

from dataclasses import dataclass
from enum import StrEnum

from schema.value_type import ValueType


class ImportEntity(StrEnum):
    """A kind of record that files are about or refer to."""

    ORG = "org"
    ACADEMIC_SESSION = "academic_session"
    GRADE_SCALE = "grade_scale"
    COURSE = "course"
    STAFF = "staff"
    STUDENT = "student"
    PERSON = "person"  # a student or someone of the staff, where a reference may be to either
    SECTION = "section"
    SECTION_STAFF = "section_staff"
    ENROLLMENT = "enrollment"
    LINE_ITEM = "line_item"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column that a file may have."""

    name: str
    description: str
    example: str
    aliases: tuple[str, ...] = ()  # as people write it; case, spaces and punctuation do not count
    type: ValueType = ValueType.TEXT
    required: bool = False  # each row must have a value
    values: tuple[str, ...] = ()  # all there are, of an ENUM
    refers_to: ImportEntity | None = None  # of a REFERENCE, or a LIST of them
