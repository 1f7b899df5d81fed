"""orgs.csv: how its cells are read, and what organisation a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.org import ORG
from ec2_batch.imports.format import Cell, Format, Present, Rule, Steps, bind, first_of, plain
from ec2_batch.imports.formats.catalog_cells import SOURCED_ID, STATUS, one_each, status_of, text
from ec2_batch.imports.merge.find_parents import find_parents
from ec2_batch.imports.parsers.words import one_of
from ec2_batch.imports.references.references import References
from schema.formats.orgs import ORGS as DECLARED
from schema.models.org import OrgType

CELLS = {
    "sourced_id": SOURCED_ID,
    "name": text("name"),
    "type": Cell(plain(one_of({kind.value: kind.value for kind in OrgType})), writes=("type",)),
    "identifier": text("identifier"),
    "parent": text("parent_id"),
    "status": STATUS,
}


def stage(present: Present, _references: References) -> Mapping[str, pl.Expr]:
    """Return the organisation of each row."""
    return {
        "sourced_id": pl.col("sourced_id"),
        "name": pl.col("name"),
        "type": pl.col("type"),
        "identifier": first_of(present, "identifier").cast(pl.String),
        "parent_name": first_of(present, "parent").cast(pl.String),
        "status": status_of(present),
    }


def rules(_present: Present, _references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must: nothing."""
    return []


[FILE] = DECLARED.files
ORGS = Format(
    declared=DECLARED,
    file=FILE,
    entity=ORG,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={},
    claims=(one_each("sourced_id", pl.col("sourced_id")),),
    steps=Steps(find=(find_parents,)),
    extra=(("parent_name", "text"),),
    parents=("sourced_id", "name"),
)
