"""users.csv: students and staff; who is neither is passed over."""

from schema.formats.column import ImportColumn, ImportEntity
from schema.formats.format import ImportFile
from schema.formats.oneroster.columns import (
    EXTENSIONS,
    PASSWORDS,
    SOURCED_ID,
    STATUS,
    reference,
    required,
)
from schema.formats.oneroster.words import USER_ROLES_1_1
from schema.value_type import ValueType

PERSON = (
    ImportColumn("givenName", "The given name.", "Zoë", required=True),
    ImportColumn("familyName", "The family name; empty for who has none.", "Fernández"),
    ImportColumn(
        "identifier",
        "The student number; the sourcedId where there is none. Of the staff it is not kept.",
        "N200001",
    ),
    ImportColumn(
        "email",
        "The e-mail address; no two students, and no two of the staff, have the same.",
        "zoe.fernandez@example.org",
    ),
    ImportColumn(
        "grades",
        "A student's year of schooling, such as KG or 09; of those without a number none is kept.",
        "10",
        type=ValueType.LIST,
    ),
)
NOT_KEPT = (
    *EXTENSIONS, *PASSWORDS, "enabledUser", "username", "userIds", "middleName", "sms", "phone",
    "agentSourcedIds",
)  # fmt: skip

COLUMNS_1_1 = (
    SOURCED_ID,
    STATUS,
    ImportColumn(
        "orgSourcedIds",
        "The organisations that the person belongs to; the first is the one that counts.",
        "org-17",
        type=ValueType.LIST,
        required=True,
        refers_to=ImportEntity.ORG,
    ),
    ImportColumn(
        "role",
        "Who the person is to the school. A guardian, parent or relative is passed over.",
        "student",
        type=ValueType.ENUM,
        required=True,
        values=tuple(USER_ROLES_1_1),
    ),
    *PERSON,
)
COLUMNS_1_2 = (
    SOURCED_ID,
    STATUS,
    *PERSON,
    reference(
        "primaryOrgSourcedId",
        "The organisation that the person belongs to; that of the primary role where empty.",
        "org-17",
        ImportEntity.ORG,
        required=False,
    ),
)

ZOE = {
    "sourcedId": "user-200001", "enabledUser": "true", "username": "zoe.fernandez",
    "givenName": "Zoë", "familyName": "Fernández", "identifier": "N200001",
    "email": "zoe.fernandez@example.org", "grades": "10",
}  # fmt: skip
MIRIAM = {
    "sourcedId": "user-17", "enabledUser": "true", "username": "miriam.okafor",
    "givenName": "Miriam", "familyName": "Okafor", "email": "miriam.okafor@example.org",
}  # fmt: skip

USERS_1_1 = ImportFile(
    name="users.csv",
    entities=(ImportEntity.STUDENT, ImportEntity.STAFF),
    columns=COLUMNS_1_1,
    needs=required(COLUMNS_1_1),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role",
        "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email",
        "sms", "phone", "agentSourcedIds", "grades", "password",
    ),
    ignores=NOT_KEPT,
    samples=(
        ZOE | {"orgSourcedIds": "org-17", "role": "student"},
        MIRIAM | {"orgSourcedIds": "org-17", "role": "teacher"},
    ),
)  # fmt: skip
USERS_1_2 = ImportFile(
    name="users.csv",
    entities=(ImportEntity.STUDENT, ImportEntity.STAFF),
    columns=COLUMNS_1_2,
    needs=required(COLUMNS_1_2),
    keys=("sourcedId",),
    header=(
        "sourcedId", "status", "dateLastModified", "enabledUser", "username", "userIds",
        "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone",
        "agentSourcedIds", "grades", "password", "userMasterIdentifier", "preferredGivenName",
        "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
    ),
    ignores=(
        *NOT_KEPT, "userMasterIdentifier", "resourceSourcedIds", "preferredGivenName",
        "preferredMiddleName", "preferredFamilyName", "pronouns",
    ),
    samples=(ZOE | {"primaryOrgSourcedId": "org-17"}, MIRIAM | {"primaryOrgSourcedId": "org-17"}),
)  # fmt: skip
