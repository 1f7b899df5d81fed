"""terms.csv: a school year, semester, term or grading period a row."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import STATUS
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows it.",
        "sis:2027-fall",
        aliases=("sourcedId", "term id", "session id", "term code", "external id", "id"),
        required=True,
    ),
    ImportColumn(
        "title",
        "What it is called.",
        "Fall 2026",
        aliases=("name", "term", "term name", "term title", "session", "session name", "semester"),
        required=True,
    ),
    ImportColumn(
        "type",
        "What stretch of the calendar it is.",
        "semester",
        aliases=("term type", "session type", "kind"),
        type=ValueType.ENUM,
        required=True,
        values=("school_year", "semester", "term", "grading_period"),
    ),
    ImportColumn(
        "start_date",
        "Its first day, as YYYY-MM-DD.",
        "2026-08-24",
        aliases=("start", "begin date", "begins", "first day", "term start", "from"),
        type=ValueType.DATE,
        required=True,
    ),
    ImportColumn(
        "end_date",
        "Its last day, as YYYY-MM-DD.",
        "2026-12-18",
        aliases=("end", "ends", "last day", "term end", "to", "until"),
        type=ValueType.DATE,
        required=True,
    ),
    ImportColumn(
        "school_year",
        "The year that the school year ends in: 2027, or 2026-2027.",
        "2027",
        aliases=("year", "academic year", "school year", "schoolYear", "yearid"),
        type=ValueType.INTEGER,
        required=True,
    ),
    ImportColumn(
        "parent",
        "What it is a part of, by title or sourced id; it may stand in a later row.",
        "2026-2027",
        aliases=("parent id", "parentSourcedId", "parent sourced id", "part of", "parent term"),
        type=ValueType.REFERENCE,
        refers_to=ImportEntity.ACADEMIC_SESSION,
    ),
    STATUS,
)

TERMS = ImportFormat(
    name=ImportFormatName.TERMS,
    title="Terms",
    description="One school year, semester, term or grading period a row.",
    files=(
        ImportFile(
            name="terms.csv",
            entities=(ImportEntity.ACADEMIC_SESSION,),
            columns=COLUMNS,
            needs=(
                ("sourced_id",), ("title",), ("type",), ("start_date",), ("end_date",),
                ("school_year",),
            ),
            keys=("sourced_id",),
            header=(
                "sourced_id", "title", "type", "start_date", "end_date", "school_year",
            ),
        ),
    ),
)  # fmt: skip
