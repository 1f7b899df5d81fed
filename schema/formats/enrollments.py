"""enrollments.csv: a student's place in a section a row."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import SECTION, STUDENT, TERM
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows the enrollment. Without one, a student's place in"
        " a section is known by the two.",
        "sis:e-90001",
        aliases=("sourcedId", "enrollment id", "enrolment id", "external id", "id"),
        required=True,
    ),
    STUDENT,
    SECTION,
    TERM,
    ImportColumn(
        "state",
        "Where the enrollment stands; active where a new one says nothing.",
        "active",
        aliases=("status", "enrollment status", "enrolment status", "enrollment state"),
        type=ValueType.ENUM,
        values=("active", "waitlisted", "withdrawn", "completed"),
    ),
    ImportColumn(
        "begin_date",
        "The first day, as YYYY-MM-DD; empty for the term's.",
        "2026-08-24",
        aliases=(
            "start", "start date", "date enrolled", "enrollment date", "entry date", "enrolled on",
        ),
        type=ValueType.DATE,
    ),
    ImportColumn(
        "end_date",
        "The last day, as YYYY-MM-DD; empty for the term's.",
        "2026-12-18",
        aliases=("end", "date left", "exit date", "withdrawal date", "dropped on", "leave date"),
        type=ValueType.DATE,
    ),
)  # fmt: skip

ENROLLMENTS = ImportFormat(
    name=ImportFormatName.ENROLLMENTS,
    title="Enrollments",
    description="One student's place in one section a row.",
    files=(
        ImportFile(
            name="enrollments.csv",
            entities=(ImportEntity.ENROLLMENT,),
            columns=COLUMNS,
            needs=(("student",), ("section",)),
            keys=("sourced_id",),
            header=("student", "section", "term", "state"),
        ),
    ),
)
