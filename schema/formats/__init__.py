"""The formats that can be imported: what a file may hold, free of how it is read."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.formats.legacy_students import LEGACY_STUDENTS
from schema.formats.students import STUDENTS

# The order breaks ties: the first format whose needs a header meets is taken.
FORMATS = {each.name: each for each in (STUDENTS, LEGACY_STUDENTS)}

__all__ = [
    "FORMATS",
    "ImportColumn",
    "ImportEntity",
    "ImportFile",
    "ImportFormat",
    "ImportFormatName",
]
