"""Import formats: what an uploaded file may be said to hold."""

from enum import StrEnum


class ImportFormat(StrEnum):
    """The name under which the worker knows a format."""

    STUDENTS = "students"
    LEGACY_STUDENTS = "legacy-students"
