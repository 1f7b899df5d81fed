"""enrollments.csv: students' places in sections, and who teaches them."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import (
    EXTENSIONS,
    SOURCED_ID,
    STATUS,
    day,
    reference,
    required,
)
from schema.formats.oneroster.words import SECTION_ROLES
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    reference("classSourcedId", "The section.", "class-1", ImportEntity.SECTION),
    reference(
        "userSourcedId",
        "The student, or who teaches the section.",
        "user-200001",
        ImportEntity.PERSON,
    ),
    ImportColumn(
        "role",
        "A student is enrolled; a teacher teaches; a proctor and an administrator assist.",
        "student",
        type=ValueType.ENUM,
        required=True,
        values=tuple(SECTION_ROLES),
    ),
    ImportColumn(
        "primary",
        "Whether this teacher is the one in charge.",
        "true",
        type=ValueType.BOOLEAN,
    ),
    day("beginDate", "A student's first day, as YYYY-MM-DD; empty for the term's.", "2026-08-24"),
    day("endDate", "A student's last day, as YYYY-MM-DD; empty for the term's.", "2026-12-18"),
)

ENROLLMENTS = ImportFile(
    name="enrollments.csv",
    entities=(ImportEntity.ENROLLMENT, ImportEntity.SECTION_STAFF),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId",
        "userSourcedId", "role", "primary", "beginDate", "endDate",
    ),
    ignores=(*EXTENSIONS, "schoolSourcedId"),
    samples=(
        {
            "sourcedId": "enrollment-1", "classSourcedId": "class-1", "schoolSourcedId": "org-17",
            "userSourcedId": "user-200001", "role": "student",
        },
        {
            "sourcedId": "enrollment-2", "classSourcedId": "class-1", "schoolSourcedId": "org-17",
            "userSourcedId": "user-17", "role": "teacher", "primary": "true",
        },
    ),
)  # fmt: skip
