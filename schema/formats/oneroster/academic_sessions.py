"""academicSessions.csv: school years, semesters, terms, grading periods."""

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
from schema.formats.oneroster.words import SESSION_TYPES
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    ImportColumn("title", "What it is called.", "Fall 2026", required=True),
    ImportColumn(
        "type",
        "What stretch of the calendar it is.",
        "semester",
        type=ValueType.ENUM,
        required=True,
        values=tuple(SESSION_TYPES),
    ),
    day("startDate", "Its first day, as YYYY-MM-DD.", "2026-08-24", required=True),
    day("endDate", "Its last day, as YYYY-MM-DD.", "2026-12-18", required=True),
    reference(
        "parentSourcedId",
        "What it is a part of; it may stand in a later row.",
        "year-2027",
        ImportEntity.ACADEMIC_SESSION,
        required=False,
    ),
    ImportColumn(
        "schoolYear",
        "The year that the school year ends in.",
        "2027",
        type=ValueType.INTEGER,
        required=True,
    ),
)

ACADEMIC_SESSIONS = ImportFile(
    name="academicSessions.csv",
    entities=(ImportEntity.ACADEMIC_SESSION,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate",
        "parentSourcedId", "schoolYear",
    ),
    ignores=EXTENSIONS,
    samples=(
        {
            "sourcedId": "year-2027", "title": "2026-2027", "type": "schoolYear",
            "startDate": "2026-08-24", "endDate": "2027-06-11", "schoolYear": "2027",
        },
        {
            "sourcedId": "fall-2026", "title": "Fall 2026", "type": "semester",
            "startDate": "2026-08-24", "endDate": "2026-12-18", "parentSourcedId": "year-2027",
            "schoolYear": "2027",
        },
    ),
)  # fmt: skip
