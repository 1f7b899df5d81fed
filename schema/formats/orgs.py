"""orgs.csv: a district, a school or a department a row."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import STATUS
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows the organisation.",
        "sis:org-1",
        aliases=(
            "sourcedId", "org id", "org sourced id", "school id", "school code", "external id",
            "id",
        ),
        required=True,
    ),
    ImportColumn(
        "name",
        "What it is called.",
        "Riverside High School",
        aliases=("org name", "school name", "school", "organisation", "organization", "title"),
        required=True,
    ),
    ImportColumn(
        "type",
        "What kind of organisation it is.",
        "school",
        aliases=("org type", "kind", "organisation type", "organization type"),
        type=ValueType.ENUM,
        required=True,
        values=("district", "school", "department"),
    ),
    ImportColumn(
        "identifier",
        "The number that the authorities know it by.",
        "0600123",
        aliases=(
            "school number", "state id", "state school id", "nces id", "ceeb code", "local id",
        ),
    ),
    ImportColumn(
        "parent",
        "What it belongs to, by name or id; it may stand in a later row. Empty for the uppermost.",
        "Riverside District",
        aliases=(
            "parent id", "parentSourcedId", "parent sourced id", "district", "district id",
            "district name", "part of",
        ),
        type=ValueType.REFERENCE,
        refers_to=ImportEntity.ORG,
    ),
    STATUS,
)  # fmt: skip

ORGS = ImportFormat(
    name=ImportFormatName.ORGS,
    title="Organisations",
    description="One district, school or department a row.",
    files=(
        ImportFile(
            name="orgs.csv",
            entities=(ImportEntity.ORG,),
            columns=COLUMNS,
            needs=(("sourced_id",), ("name",), ("type",)),
            keys=("sourced_id",),
            header=("sourced_id", "name", "type", "identifier", "parent"),
        ),
    ),
)
