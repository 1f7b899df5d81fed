"""orgs.csv: districts, schools, departments."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import EXTENSIONS, SOURCED_ID, STATUS, reference, required
from schema.formats.oneroster.words import ORG_TYPES
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    ImportColumn("name", "What it is called.", "Riverside High School", required=True),
    ImportColumn(
        "type",
        "What kind of organisation it is; local, state and national are districts to us.",
        "school",
        type=ValueType.ENUM,
        required=True,
        values=tuple(ORG_TYPES),
    ),
    ImportColumn("identifier", "The number that the authorities know it by.", "0600123"),
    reference(
        "parentSourcedId",
        "What it belongs to; it may stand in a later row.",
        "org-1",
        ImportEntity.ORG,
        required=False,
    ),
)

ORGS = ImportFile(
    name="orgs.csv",
    entities=(ImportEntity.ORG,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId",
    ),
    ignores=EXTENSIONS,
    samples=(
        {"sourcedId": "org-1", "name": "Riverside District", "type": "district"},
        {
            "sourcedId": "org-17", "name": "Riverside High School", "type": "school",
            "identifier": "0600123", "parentSourcedId": "org-1",
        },
    ),
)  # fmt: skip
