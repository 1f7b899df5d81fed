"""staff.csv: how its cells are read, and who a row is."""

from collections.abc import Mapping

import polars as pl

from ec2_batch.imports.entities.staff import STAFF as ENTITY
from ec2_batch.imports.format import Format, Present, Rule, bind, first_of
from ec2_batch.imports.formats import students
from ec2_batch.imports.formats.catalog_cells import (
    SCHOOL,
    SOURCED_ID,
    STATUS,
    needs_school,
    one_each,
    org_of,
    status_of,
    text,
)
from ec2_batch.imports.references.references import References
from schema.formats.staff import STAFF as DECLARED

CELLS = {
    "sourced_id": SOURCED_ID,
    "given_name": students.CELLS["given_name"],
    "family_name": students.CELLS["family_name"],
    "name": students.CELLS["name"],
    "email": students.CELLS["email"],
    "title": text("title"),
    "school": SCHOOL,
    "status": STATUS,
}
LOWER_EMAIL = pl.col("email").str.to_lowercase()


def stage(present: Present, references: References) -> Mapping[str, pl.Expr]:
    """Return the person of each row; who has no id is known by the e-mail address."""
    made = pl.concat_str(pl.lit("staff:"), first_of(present, "email").str.to_lowercase())
    return {
        "sourced_id": pl.coalesce(first_of(present, "sourced_id"), made),
        **students.names(present),
        "email": first_of(present, "email"),
        "title": first_of(present, "title"),
        "org_id": org_of(present, references),
        "status": status_of(present),
    }


def rules(present: Present, references: References) -> list[Rule]:
    """Return what a row must hold besides what each cell must."""
    staged = stage(present, references)
    return [
        Rule(staged["given_name"].is_null(), "REQUIRED", "Each row needs a name.", "name"),
        Rule(
            staged["sourced_id"].is_null(),
            "REQUIRED",
            "Each row needs an e-mail address, where the file has no ids.",
            "email",
        ),
        needs_school(present, references),
    ]


[FILE] = DECLARED.files
STAFF = Format(
    declared=DECLARED,
    file=FILE,
    entity=ENTITY,
    columns=bind(FILE, CELLS),
    stage=stage,
    rules=rules,
    stands_for={"sourced_id": "email"},
    claims=(
        one_each("sourced_id", pl.col("sourced_id")),
        one_each("email", LOWER_EMAIL, "DUPLICATE_EMAIL"),
    ),
)
