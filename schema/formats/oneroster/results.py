"""results.csv: what students got; a result of a final line item is a final grade."""

from dataclasses import replace

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
from schema.formats.oneroster.words import SCORE_STATUSES
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    reference("lineItemSourcedId", "What was graded.", "item-1", ImportEntity.LINE_ITEM),
    reference("studentSourcedId", "Whose result it is.", "user-200001", ImportEntity.STUDENT),
    ImportColumn(
        "scoreStatus",
        "How far it is graded: fully graded results are posted, others may still change.",
        "fully graded",
        type=ValueType.ENUM,
        required=True,
        values=tuple(SCORE_STATUSES),
    ),
    ImportColumn(
        "score",
        "The score, with at most two decimals. A row with neither score nor grade is passed over.",
        "91.50",
        type=ValueType.DECIMAL,
    ),
    day("scoreDate", "The day it was posted, as YYYY-MM-DD.", "2026-12-17", required=True),
    ImportColumn("comment", "What the teacher has to say about it.", "Careful work."),
    ImportColumn(
        "textScore",
        "The grade, as the line item's scale has it, an extension in 1.1. Where there is only a"
        " score, the final grade is the one whose band holds it.",
        "A-",
        aliases=("metadata.textScore", "ext:textScore"),
    ),
)
SAMPLE = {
    "sourcedId": "result-1", "lineItemSourcedId": "item-1", "studentSourcedId": "user-200001",
    "scoreStatus": "fully graded", "score": "91.50", "scoreDate": "2026-12-17",
    "comment": "Careful work.",
}  # fmt: skip

RESULTS_1_1 = ImportFile(
    name="results.csv",
    entities=(ImportEntity.RESULT,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "lineItemSourcedId", "studentSourcedId",
        "scoreStatus", "score", "scoreDate", "comment",
    ),
    ignores=EXTENSIONS,
    samples=(SAMPLE,),
)  # fmt: skip
RESULTS_1_2 = replace(
    RESULTS_1_1,
    header=(
        *RESULTS_1_1.header, "textScore", "classSourcedId", "inProgress", "incomplete", "late",
        "missing",
    ),
    ignores=(*EXTENSIONS, "classSourcedId", "inProgress", "incomplete", "late", "missing"),
)  # fmt: skip
