"""staff.csv: someone who works at a school a row."""

from dataclasses import replace

from schema.formats import students
from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import SCHOOL, STATUS
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows the person.",
        "sis:t-17",
        aliases=(
            "sourcedId", "staff id", "staff sourced id", "teacher id", "teacher number",
            "employee id", "employee number", "faculty id", "person id", "host id", "user id",
            "external id", "id",
        ),
        required=True,
    ),
    ImportColumn(
        "given_name",
        "The given name, or the only one.",
        "Miriam",
        aliases=(
            "given name", "first name", "first", "fname", "forename", "given",
            "teacher first name", "staff first name",
        ),
        required=True,
    ),
    ImportColumn(
        "family_name",
        "The family name; empty for who has none.",
        "Okafor",
        aliases=(
            "family name", "last name", "last", "lname", "surname", "family",
            "teacher last name", "staff last name",
        ),
    ),
    replace(
        students.NAME,
        example="Miriam Okafor",
        aliases=("full name", "display name", "staff name", "teacher name", "teacher display"),
    ),
    replace(
        students.EMAIL,
        description="The e-mail address; no two people of the staff have the same.",
        example="miriam.okafor@example.org",
        aliases=(
            "e-mail", "mail", "email address", "e-mail address", "staff email", "teacher email",
            "work email",
        ),
    ),
    ImportColumn(
        "title",
        "What they do, in the school's words.",
        "Teacher of Biology",
        aliases=("job title", "position", "staff title", "job", "function"),
    ),
    SCHOOL,
    STATUS,
)  # fmt: skip

STAFF = ImportFormat(
    name=ImportFormatName.STAFF,
    title="Staff",
    description="One person who works at a school a row.",
    files=(
        ImportFile(
            name="staff.csv",
            entities=(ImportEntity.STAFF,),
            columns=COLUMNS,
            needs=(("sourced_id", "email"), ("given_name", "name")),
            keys=("sourced_id", "email"),
            header=("sourced_id", "given_name", "family_name", "email", "title", "school"),
        ),
    ),
)
