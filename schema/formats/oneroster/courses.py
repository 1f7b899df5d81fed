"""courses.csv: what is taught."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import EXTENSIONS, SOURCED_ID, STATUS, reference, required
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    ImportColumn("title", "What the course is called.", "Biology", required=True),
    ImportColumn(
        "courseCode",
        "The school's own code; the sourcedId where a new course has none.",
        "BIO-101",
    ),
    reference("orgSourcedId", "The school that teaches it.", "org-17", ImportEntity.ORG),
    ImportColumn(
        "credits",
        "What passing it earns, an extension; 0 where a new course says nothing.",
        "1.00",
        aliases=("metadata.credits", "ext:credits"),
        type=ValueType.DECIMAL,
    ),
)

COURSES = ImportFile(
    name="courses.csv",
    entities=(ImportEntity.COURSE,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "schoolYearSourcedId", "title", "courseCode",
        "grades", "orgSourcedId", "subjects", "subjectCodes",
    ),
    ignores=(*EXTENSIONS, "schoolYearSourcedId", "grades", "subjects", "subjectCodes"),
    samples=(
        {
            "sourcedId": "course-17-bio-101", "title": "Biology", "courseCode": "BIO-101",
            "orgSourcedId": "org-17",
        },
    ),
)  # fmt: skip
