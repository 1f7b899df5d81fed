"""grades.csv: a student's final grade in a section a row."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import SECTION, STUDENT, TERM
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

COLUMNS = (
    STUDENT,
    SECTION,
    TERM,
    ImportColumn(
        "grade",
        "The grade, as the course's scale has it. Where there is only a score, the grade whose"
        " band holds it.",
        "A-",
        aliases=(
            "final grade", "letter grade", "letter", "mark", "final mark", "stored grade",
            "course grade", "posted grade",
        ),
    ),
    ImportColumn(
        "score",
        "The score, with at most two decimals; out of 100 where the section had no final item yet.",
        "91.50",
        aliases=(
            "percent", "percentage", "final percent", "final score", "numeric grade", "points",
            "average", "final average",
        ),
        type=ValueType.DECIMAL,
    ),
    ImportColumn(
        "comment",
        "What the teacher has to say about it.",
        "Careful work in the laboratory.",
        aliases=("comments", "remark", "remarks", "note", "notes", "teacher comment"),
    ),
    ImportColumn(
        "reason",
        "Why a grade that was posted before is changed; needed where it is.",
        "Late work was counted.",
        aliases=("reason for change", "change reason", "amendment reason"),
    ),
)  # fmt: skip

GRADES = ImportFormat(
    name=ImportFormatName.GRADES,
    title="Final grades",
    description="One student's final grade in one section a row.",
    files=(
        ImportFile(
            name="grades.csv",
            entities=(ImportEntity.RESULT, ImportEntity.LINE_ITEM),
            columns=COLUMNS,
            needs=(("student",), ("section",), ("grade", "score")),
            keys=(),
            header=("student", "section", "term", "grade", "score"),
        ),
    ),
)
