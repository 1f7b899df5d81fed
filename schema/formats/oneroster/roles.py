"""roles.csv, of 1.2: who each user is, and where."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import EXTENSIONS, SOURCED_ID, STATUS, reference, required
from schema.formats.oneroster.words import USER_ROLES_1_2
from schema.value_type import ValueType

COLUMNS = (
    SOURCED_ID,
    STATUS,
    reference("userSourcedId", "Whose role it is.", "user-200001", ImportEntity.PERSON),
    ImportColumn(
        "roleType",
        "Whether it is the person's main role: one of them decides who the person is.",
        "primary",
        type=ValueType.ENUM,
        required=True,
        values=("primary", "secondary"),
    ),
    ImportColumn(
        "role",
        "Who the person is to the school. A guardian, parent or relative is passed over.",
        "student",
        type=ValueType.ENUM,
        required=True,
        values=tuple(USER_ROLES_1_2),
    ),
    reference("orgSourcedId", "Where the role is held.", "org-17", ImportEntity.ORG),
)

ROLES = ImportFile(
    name="roles.csv",
    entities=(ImportEntity.STUDENT, ImportEntity.STAFF),
    columns=COLUMNS,
    needs=required(COLUMNS),
    keys=("userSourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role",
        "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId",
    ),
    ignores=(*EXTENSIONS, "beginDate", "endDate", "userProfileSourcedId"),
    samples=(
        {
            "sourcedId": "role-1", "userSourcedId": "user-200001", "roleType": "primary",
            "role": "student", "orgSourcedId": "org-17",
        },
        {
            "sourcedId": "role-2", "userSourcedId": "user-17", "roleType": "primary",
            "role": "teacher", "orgSourcedId": "org-17",
        },
    ),
)  # fmt: skip
