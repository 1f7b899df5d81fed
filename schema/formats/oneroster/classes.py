"""classes.csv: sections, each a course taught to one group."""

from dataclasses import replace

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import EXTENSIONS, SOURCED_ID, STATUS, reference, required
from schema.formats.sections import CAPACITY
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    ImportColumn("title", "What the section is called.", "Biology, group 1", required=True),
    reference("courseSourcedId", "What is taught.", "course-17-bio-101", ImportEntity.COURSE),
    ImportColumn(
        "classCode",
        "The school's own code; the sourcedId where a new section has none.",
        "BIO-101-1",
    ),
    reference("schoolSourcedId", "Where it is taught.", "org-17", ImportEntity.ORG),
    ImportColumn(
        "termSourcedIds",
        "The terms that it runs in; several must be all parts of one, which then is its term.",
        "fall-2026",
        type=ValueType.LIST,
        required=True,
        refers_to=ImportEntity.ACADEMIC_SESSION,
    ),
    replace(
        CAPACITY,
        description=f"An extension. {CAPACITY.description}",
        aliases=("metadata.capacity", "ext:capacity"),
    ),
)

CLASSES = ImportFile(
    name="classes.csv",
    entities=(ImportEntity.SECTION,),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId",
        "classCode", "classType", "location", "schoolSourcedId", "termSourcedIds", "subjects",
        "subjectCodes", "periods",
    ),
    ignores=(
        *EXTENSIONS, "grades", "classType", "location", "subjects", "subjectCodes", "periods",
    ),
    samples=(
        {
            "sourcedId": "class-1", "title": "Biology, group 1",
            "courseSourcedId": "course-17-bio-101", "classCode": "BIO-101-1",
            "classType": "scheduled", "schoolSourcedId": "org-17", "termSourcedIds": "fall-2026",
        },
    ),
)  # fmt: skip
