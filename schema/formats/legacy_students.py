"""name,email,course: the file of the application before this one, an enrollment a row."""

from dataclasses import replace

from schema.formats import students
from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

COLUMNS = (
    replace(
        students.NAME,
        description="The whole name: given name and family name, or “family name, given name”.",
        example="Ingrid Ødegård",
        required=True,
    ),
    replace(
        students.EMAIL,
        description="The e-mail address, by which the student is known.",
        example="ingrid.odegard@example.org",
        required=True,
    ),
    ImportColumn(
        "course",
        "The course to enroll the student in, by its code or title; empty for none.",
        "BIO-101",
        aliases=("course code", "course name", "course title", "class", "subject"),
        type=ValueType.REFERENCE,
        refers_to=ImportEntity.COURSE,
    ),
)

LEGACY_STUDENTS = ImportFormat(
    name=ImportFormatName.LEGACY_STUDENTS,
    title="Name, e-mail and course",
    description="Students by name and e-mail address, each row enrolling one of them in a course.",
    files=(
        ImportFile(
            name="students.csv",
            entities=(ImportEntity.STUDENT, ImportEntity.ENROLLMENT),
            columns=COLUMNS,
            needs=(("name",), ("email",)),
            keys=("email",),
            header=("name", "email", "course"),
        ),
    ),
)
