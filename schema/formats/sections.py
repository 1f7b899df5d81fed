"""sections.csv: a section, which is a course taught to one group in one term, a row."""

from dataclasses import replace

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import SCHOOL, STATUS, TERM
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

# More than any class, so that nobody who is enrolled elsewhere is kept out.
DEFAULT_CAPACITY = 500
CAPACITY = ImportColumn(
    "capacity",
    f"How many seats it has. A new section that says nothing has {DEFAULT_CAPACITY}, a known one"
    " keeps what it has.",
    "28",
    aliases=(
        "seats", "max", "max enrollment", "maximum enrollment", "max students", "max size",
        "maximum", "class size", "class limit", "max class size", "section size", "limit",
    ),
    type=ValueType.INTEGER,
)  # fmt: skip

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows the section.",
        "sis:bio-101-1-f26",
        aliases=(
            "sourcedId", "section id", "section sourced id", "class id", "classSourcedId",
            "internal class id", "external id", "id",
        ),
        required=True,
    ),
    ImportColumn(
        "code",
        "The school's own code; no two sections of a term have the same.",
        "BIO-101-1",
        aliases=(
            "section", "section code", "section number", "section no", "section identifier",
            "class code", "class section", "classCode", "expression",
        ),
        required=True,
    ),
    ImportColumn(
        "course",
        "The course, by its sourced id, code or title.",
        "BIO-101",
        aliases=(
            "course id", "course code", "course number", "course name", "course title",
            "course key", "courseSourcedId", "offering", "offering id", "offering code",
        ),
        type=ValueType.REFERENCE,
        required=True,
        refers_to=ImportEntity.COURSE,
    ),
    replace(TERM, required=True),
    ImportColumn(
        "title",
        "What the section is called; the course's title where a new section says nothing.",
        "Biology, group 1",
        aliases=("section title", "section name", "class", "class name", "class title", "name"),
    ),
    CAPACITY,
    ImportColumn(
        "last_day_to_enroll",
        "The last day to enroll, as YYYY-MM-DD; empty for none.",
        "2026-09-11",
        aliases=("enroll by", "add deadline", "add by", "last day to add"),
        type=ValueType.DATE,
    ),
    ImportColumn(
        "last_day_to_drop",
        "The last day to leave, as YYYY-MM-DD; empty for none.",
        "2026-10-09",
        aliases=("drop by", "drop deadline", "withdraw by", "withdrawal deadline"),
        type=ValueType.DATE,
    ),
    SCHOOL,
    STATUS,
)  # fmt: skip

SECTIONS = ImportFormat(
    name=ImportFormatName.SECTIONS,
    title="Sections",
    description="One section a row, with its course and its term.",
    files=(
        ImportFile(
            name="sections.csv",
            entities=(ImportEntity.SECTION,),
            columns=COLUMNS,
            needs=(("sourced_id", "code"), ("course",), ("term",)),
            keys=("sourced_id", "code"),
            header=("code", "course", "term", "title", "capacity"),
        ),
    ),
)
