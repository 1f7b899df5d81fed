"""Columns that files about several kinds of record have."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.value_type import ValueType

STATUS = ImportColumn(
    "status",
    "Whether it is in use; rows are put out of use, never deleted.",
    "active",
    aliases=("record status", "is active", "active status"),
    type=ValueType.ENUM,
    values=("active", "inactive"),
)
SCHOOL = ImportColumn(
    "school",
    "The school, by its name or id; not needed by who has a single one.",
    "Riverside High School",
    aliases=(
        "school name", "school id", "school number", "org", "org id", "orgSourcedId",
        "schoolSourcedId", "organisation", "organization", "campus", "building",
    ),
    type=ValueType.REFERENCE,
    refers_to=ImportEntity.ORG,
)  # fmt: skip
STUDENT = ImportColumn(
    "student",
    "The student, by sourced id, student number or e-mail address.",
    "N200001",
    aliases=(
        "student id", "student number", "student no", "student nr", "student sourced id",
        "studentSourcedId", "student email", "student e-mail", "student email address", "pupil",
        "person id", "other id", "host id", "local id", "user id", "email", "email address",
    ),
    type=ValueType.REFERENCE,
    required=True,
    refers_to=ImportEntity.STUDENT,
)  # fmt: skip
SECTION = ImportColumn(
    "section",
    "The section, by its sourced id or code; with `term` where a code comes again every term.",
    "BIO-101-1",
    aliases=(
        "section id", "section code", "section number", "section sourced id", "section identifier",
        "class", "class id", "class code", "class section", "classSourcedId", "class name",
    ),
    type=ValueType.REFERENCE,
    required=True,
    refers_to=ImportEntity.SECTION,
)  # fmt: skip
TERM = ImportColumn(
    "term",
    "The term, by its title or sourced id.",
    "Fall 2026",
    aliases=(
        "term id", "term name", "term code", "termSourcedId", "termSourcedIds", "semester",
        "session", "academic session", "academic term", "grading period", "marking period",
    ),
    type=ValueType.REFERENCE,
    refers_to=ImportEntity.ACADEMIC_SESSION,
)  # fmt: skip
