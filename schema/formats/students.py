"""students.csv: a student a row, known by an id or a student number."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

NAME = ImportColumn(
    "name",
    "The whole name, where given and family name have no columns of their own.",
    "Zoë Fernández",
    aliases=("full name", "student name", "display name"),
)
EMAIL = ImportColumn(
    "email",
    "The e-mail address; no two students have the same.",
    "zoe.fernandez@example.org",
    aliases=("e-mail", "mail", "email address", "e-mail address", "student email"),
)

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows the student.",
        "sis:200001",
        aliases=(
            "sourcedId", "student_id", "student sourced id", "user id", "external id", "id",
        ),
        required=True,
    ),
    ImportColumn(
        "student_number",
        "The number that the school gave the student: letters, digits, dot, dash, underscore.",
        "N200001",
        aliases=(
            "student number", "student no", "student nr", "number", "local id", "identifier",
        ),
        required=True,
    ),
    ImportColumn(
        "given_name",
        "The given name, or the only one.",
        "Zoë",
        aliases=(
            "given name", "first name", "first", "fname", "forename", "given",
            "student first name",
        ),
        required=True,
    ),
    ImportColumn(
        "family_name",
        "The family name; empty for who has none.",
        "Fernández",
        aliases=(
            "family name", "last name", "last", "lname", "surname", "family",
            "student last name",
        ),
    ),
    NAME,
    EMAIL,
    ImportColumn(
        "birth_date",
        "The day of birth, as YYYY-MM-DD.",
        "2010-04-17",
        aliases=("birthdate", "birthday", "date of birth", "dob", "born"),
        type=ValueType.DATE,
    ),
    ImportColumn(
        "grade_level",
        "The year of schooling: K, or 0 to 13.",
        "10",
        aliases=("grade", "grade level", "grades", "year level", "year"),
        type=ValueType.INTEGER,
    ),
    ImportColumn(
        "school",
        "The school, by its name or id; not needed by who has a single one.",
        "Riverside High School",
        aliases=(
            "school name", "school id", "org", "org id", "orgSourcedIds", "org sourced id",
            "schoolSourcedId", "organisation", "organization", "campus",
        ),
        type=ValueType.REFERENCE,
        refers_to=ImportEntity.ORG,
    ),
)  # fmt: skip

STUDENTS = ImportFormat(
    name=ImportFormatName.STUDENTS,
    title="Students",
    description="One student a row: who is not known yet is added, others are brought up to date.",
    files=(
        ImportFile(
            name="students.csv",
            entities=(ImportEntity.STUDENT,),
            columns=COLUMNS,
            needs=(("sourced_id", "student_number"), ("given_name", "name")),
            keys=("sourced_id", "student_number"),
            header=(
                "student_number", "given_name", "family_name", "email", "birth_date",
                "grade_level", "school",
            ),
        ),
    ),
)  # fmt: skip
