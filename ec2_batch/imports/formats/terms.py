"""terms.csv: how its cells are read, and what stretch of the calendar a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.academic_session import ACADEMIC_SESSION
from ec2_batch.imports.format import Cell, Format, Present, Rule, Steps, bind, first_of, plain
from ec2_batch.imports.formats.catalog_cells import (
    SOURCED_ID,
    STATUS,
    day,
    one_each,
    status_of,
    text,
)
from ec2_batch.imports.merge.find_parents import find_parents
from ec2_batch.imports.parsers.school_years import school_year
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.terms import TERMS as DECLARED
from schema.models.academic_session import AcademicSessionType

CELLS = {
    "sourced_id": SOURCED_ID,
    "title": text("title"),
    "type": Cell(
        plain(one_of({kind.value: kind.value for kind in AcademicSessionType})), writes=("type",)
    ),
    "start_date": day("start_date"),
    "end_date": day("end_date"),
    "school_year": Cell(plain(school_year), writes=("school_year",), type=pl.Int32),
    "parent": text("parent_id"),
    "status": STATUS,
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the stretch of the calendar of each row."""
    return {
        **{
            name: pl.col(name)
            for name in ("sourced_id", "title", "type", "start_date", "end_date", "school_year")
        },
        "parent_name": first_of(present, "parent").cast(pl.String),
        "status": status_of(present),
    }


def rules(_present: Present, _references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must."""
    backwards = pl.col("start_date") > pl.col("end_date")
    message = "It ends before it begins."
    return [Rule(backwards, "DATES_NOT_IN_ORDER", message, "end_date")]


[FILE] = DECLARED.files
TERMS = Format(
    declared=DECLARED,
    file=FILE,
    entity=ACADEMIC_SESSION,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={},
    claims=(one_each("sourced_id", pl.col("sourced_id")),),
    steps=Steps(find=(find_parents,)),
    extra=(("parent_name", "text"),),
    parents=("sourced_id", "title"),
)
