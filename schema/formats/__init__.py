"""The formats that can be imported: what a file may hold, free of how it is read."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.courses import COURSES
from schema.formats.enrollments import ENROLLMENTS
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.formats.grades import GRADES
from schema.formats.legacy_students import LEGACY_STUDENTS
from schema.formats.oneroster import ONEROSTER_1_1, ONEROSTER_1_2
from schema.formats.orgs import ORGS
from schema.formats.sections import SECTIONS
from schema.formats.staff import STAFF
from schema.formats.students import STUDENTS
from schema.formats.terms import TERMS

# The order breaks ties: the first format whose needs a header meets is taken.
FORMATS = {
    each.name: each
    for each in (
        STUDENTS, LEGACY_STUDENTS, ORGS, TERMS, COURSES, STAFF, SECTIONS, ENROLLMENTS, GRADES,
        ONEROSTER_1_1, ONEROSTER_1_2,
    )
}  # fmt: skip

__all__ = [
    "FORMATS",
    "ImportColumn",
    "ImportEntity",
    "ImportFile",
    "ImportFormat",
    "ImportFormatName",
]
