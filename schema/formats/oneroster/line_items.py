"""lineItems.csv: what is graded in a section."""

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
from schema.formats.oneroster.words import FINAL_CATEGORY
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    ImportColumn("title", "What it is called.", "Final grade", required=True),
    day("dueDate", "The day it is due, as YYYY-MM-DD.", "2026-12-18"),
    reference("classSourcedId", "The section.", "class-1", ImportEntity.SECTION),
    ImportColumn(
        "categorySourcedId",
        f"{FINAL_CATEGORY} for the section's one line item whose results are the final grades;"
        " of other categories nothing is kept.",
        FINAL_CATEGORY,
    ),
    ImportColumn(
        "resultValueMin",
        "The lowest score; 0 where a new line item says nothing.",
        "0",
        type=ValueType.DECIMAL,
    ),
    ImportColumn(
        "resultValueMax",
        "The highest score; 100 where a new line item says nothing.",
        "100",
        type=ValueType.DECIMAL,
    ),
)
FINAL_GRADE = {
    "sourcedId": "item-1", "title": "Final grade", "assignDate": "2026-08-24",
    "dueDate": "2026-12-18", "classSourcedId": "class-1", "categorySourcedId": FINAL_CATEGORY,
    "resultValueMin": "0", "resultValueMax": "100",
}  # fmt: skip

LINE_ITEMS_1_1 = ImportFile(
    name="lineItems.csv",
    entities=(ImportEntity.LINE_ITEM,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "title", "description", "assignDate", "dueDate",
        "classSourcedId", "categorySourcedId", "gradingPeriodSourcedId", "resultValueMin",
        "resultValueMax",
    ),
    ignores=(*EXTENSIONS, "description", "assignDate", "gradingPeriodSourcedId"),
    samples=(FINAL_GRADE | {"gradingPeriodSourcedId": "fall-2026"},),
)  # fmt: skip
LINE_ITEMS_1_2 = replace(
    LINE_ITEMS_1_1,
    header=(
        "sourcedId", "status", "dateLastModified", "title", "description", "assignDate", "dueDate",
        "classSourcedId", "categorySourcedId", "academicSessionSourcedId", "resultValueMin",
        "resultValueMax", "schoolSourcedId",
    ),
    ignores=(
        *LINE_ITEMS_1_1.ignores, "academicSessionSourcedId", "schoolSourcedId",
    ),
    samples=(
        FINAL_GRADE | {"academicSessionSourcedId": "fall-2026", "schoolSourcedId": "org-17"},
    ),
)  # fmt: skip
