"""courses.csv: a course of the catalogue a row."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.columns import SCHOOL, STATUS
from schema.formats.format import ImportFile, ImportFormat, ImportFormatName
from schema.value_type import ValueType

COLUMNS = (
    ImportColumn(
        "sourced_id",
        "The key by which another system knows the course.",
        "sis:bio-101",
        aliases=(
            "sourcedId", "course id", "course sourced id", "courseSourcedId", "offering id",
            "external id", "id",
        ),
        required=True,
    ),
    ImportColumn(
        "code",
        "The school's own code; no two courses of a school have the same.",
        "BIO-101",
        aliases=(
            "course code", "course number", "course no", "course nr", "course key", "number",
            "offering code", "catalog number", "state course code",
        ),
        required=True,
    ),
    ImportColumn(
        "title",
        "What the course is called.",
        "Biology",
        aliases=(
            "course", "course title", "course name", "name", "course description",
            "long description",
        ),
        required=True,
    ),
    ImportColumn(
        "credits",
        "What passing it earns, with at most two decimals; 0 where a new course says nothing.",
        "1.00",
        aliases=(
            "credit", "credit hours", "credit value", "units", "potential credits", "credit hrs",
        ),
        type=ValueType.DECIMAL,
    ),
    ImportColumn(
        "grade_scale",
        "The scale that its final grades are of, by name; empty for none.",
        "Letter grades",
        aliases=("grade scale", "grading scale", "scale", "grade scale name"),
        type=ValueType.REFERENCE,
        refers_to=ImportEntity.GRADE_SCALE,
    ),
    SCHOOL,
    STATUS,
)  # fmt: skip

COURSES = ImportFormat(
    name=ImportFormatName.COURSES,
    title="Courses",
    description="One course of the catalogue a row.",
    files=(
        ImportFile(
            name="courses.csv",
            entities=(ImportEntity.COURSE,),
            columns=COLUMNS,
            needs=(("sourced_id", "code"), ("title",)),
            keys=("sourced_id", "code"),
            header=("code", "title", "credits", "school"),
        ),
    ),
)
