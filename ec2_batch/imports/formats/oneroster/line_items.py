"""lineItems of OneRoster sets: what is graded in a section."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.line_item import LINE_ITEM
from ec2_batch.imports.format import Cell, Claim, Format, Present, Steps, bind, first_of, plain
from ec2_batch.imports.formats.catalog_cells import (
    SOURCED_ID,
    day,
    number,
    one_each,
    status_of,
    text,
)
from ec2_batch.imports.formats.grades import MOST
from ec2_batch.imports.formats.oneroster.files import STATUS, file_of
from ec2_batch.imports.merge.named_by_id import SECTION, find_sections
from ec2_batch.imports.merge.refuse_line_items import refuse_line_items
from ec2_batch.imports.references.references import References
from schema.formats.format import ImportFormat
from schema.formats.oneroster.words import FINAL_CATEGORY
from schema.models.line_item import LineItemKind

NAMES = {
    "sourcedId": "sourced_id",
    "dueDate": "due_date",
    "classSourcedId": "section",
    "categorySourcedId": "kind",
    "resultValueMin": "min_score",
    "resultValueMax": "max_score",
}
# A known one has no scale but as a final one.
KIND = Cell(
    plain(lambda name: LineItemKind.FINAL if name == FINAL_CATEGORY else LineItemKind.ASSIGNMENT),
    writes=("kind", "grade_scale_id"),
)
CELLS = {
    "sourced_id": SOURCED_ID,
    "status": STATUS,
    "title": text("title"),
    "due_date": day("due_date"),
    "section": text("section_id"),
    "kind": KIND,
    "min_score": number(f"-{MOST}", MOST, "min_score"),
    "max_score": number(f"-{MOST}", MOST, "max_score"),
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the line item of each row; its section is found by the merge."""
    return {
        "sourced_id": pl.col("sourced_id"),
        "section_name": pl.col("section"),
        "title": pl.col("title"),
        "kind": pl.coalesce(first_of(present, "kind"), pl.lit(LineItemKind.ASSIGNMENT.value)),
        "min_score": first_of(present, "min_score").cast(pl.String),
        "max_score": first_of(present, "max_score").cast(pl.String),
        "due_date": first_of(present, "due_date").cast(pl.Date),
        "status": status_of(present),
    }


def line_items(declared: ImportFormat) -> Format:
    """Return lineItems.csv."""
    file = file_of(declared, "lineItems.csv", NAMES)
    is_final = pl.col("kind") == LineItemKind.FINAL.value
    return Format(
        declared=declared,
        file=file,
        entity=LINE_ITEM,
        columns=bind(file, CELLS),
        stage=stage,
        rules=lambda _present, _references: [],
        stands_for={"section_name": "section"},
        claims=(
            one_each("sourced_id", pl.col("sourced_id")),
            Claim(
                "section",
                "FINAL_TAKEN",
                "Line {line} of this file holds the final grades of this section: there is one.",
                pl.when(is_final).then(pl.col("section_name")),
            ),
        ),
        extra=(
            ("section_name", "text"),
            ("course_id", "bigint"),
            ("last_day_to_enroll", "date"),
        ),
        steps=Steps(find=(find_sections,), refuse=(refuse_line_items,)),
        place=(SECTION,),
    )
