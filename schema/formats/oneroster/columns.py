"""Columns that several OneRoster files have, or that are written alike."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.oneroster.words import STATUSES
from schema.value_type import ValueType

# Named by the standard for what others add, and for when a record was changed elsewhere.
EXTENSIONS = ("dateLastModified", "ext:*", "metadata.*")
# Never read, so that they are neither stored nor logged.
PASSWORDS = ("password", "pwd")

SOURCED_ID = ImportColumn(
    "sourcedId",
    "The key by which the other system knows the record.",
    "org-17",
    required=True,
)
STATUS = ImportColumn(
    "status",
    "active, or tobedeleted for what is to be put out of use; empty in a bulk file.",
    "active",
    type=ValueType.ENUM,
    values=tuple(STATUSES),
)


def reference(
    name: str, description: str, example: str, entity: ImportEntity, *, required: bool = True
) -> ImportColumn:
    """Return a column that holds another record's sourced id."""
    return ImportColumn(
        name,
        description,
        example,
        type=ValueType.REFERENCE,
        required=required,
        refers_to=entity,
    )


def day(name: str, description: str, example: str, *, required: bool = False) -> ImportColumn:
    """Return a column that holds a date."""
    return ImportColumn(name, description, example, type=ValueType.DATE, required=required)


def required(columns: tuple[ImportColumn, ...]) -> tuple[tuple[str, ...], ...]:
    """Return what a file needs: every column in which each row needs a value."""
    return tuple((column.name,) for column in columns if column.required)
