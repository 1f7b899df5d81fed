"""Policies: which rows of which table each role reads, adds and changes.

Read it as a table: a command, a table, the roles and the rows that are theirs. What is
not here is refused. Nobody deletes records; the worker clears its own queues, and takes back
what an import has made that somebody undoes.
"""

from collections.abc import Mapping
from typing import Literal

from schema.access.roles import WORKER_ROLE, Role
from schema.access.rows import (
    AS_SELF,
    COURSE_OF_OWN_ORGS,
    EVERY,
    EVERY_FOR_ACCOUNT,
    OF_IMPORT_BEING_UNDONE,
    OF_OWN_ACCOUNT,
    OF_OWN_SUBJECT,
    OWN_ACCOUNT,
    OWN_SECTIONS,
    POSTED,
    REQUESTED,
    SECTION_OF_OWN_ORGS,
    SIGNED,
    SIGNED_BY_WORKER,
    Rows,
    being_undone,
    being_unmade,
    of_visible,
    own,
    own_orgs,
    taught,
    wards,
)

Command = Literal["select", "insert", "update", "delete"]
# For each table: rows by database role.
Policies = Mapping[str, Mapping[str, Rows]]

STUDENT, GUARDIAN, TEACHER, REGISTRAR, OPERATOR, ADMIN, AUDITOR = (
    role.database_role for role in Role
)
PEOPLE = tuple(role.database_role for role in Role)
WORKER = WORKER_ROLE


def to(*roles: str, rows: Rows) -> dict[str, Rows]:
    return dict.fromkeys(roles, rows)


ALL_SEEING = to(ADMIN, AUDITOR, rows=EVERY_FOR_ACCOUNT)
ADMINS = to(ADMIN, rows=EVERY_FOR_ACCOUNT)
WORKERS = to(WORKER, rows=EVERY)
OFFICE_OF_ORG = to(REGISTRAR, OPERATOR, rows=own_orgs("org_id"))

# What is taught, when, where and by whom is no secret inside the school.
CATALOG = to(*PEOPLE, rows=EVERY_FOR_ACCOUNT)


def of_student(table: str) -> dict[str, Rows]:
    """The student, those who answer for them, and the office that has them."""
    return {
        STUDENT: own("student_id"),
        GUARDIAN: wards("student_id"),
        **to(REGISTRAR, OPERATOR, rows=of_visible("student", table)),
        **ALL_SEEING,
    }


OF_SECTION = {
    STUDENT: own("student_id"),
    GUARDIAN: wards("student_id"),
    TEACHER: OWN_SECTIONS,
    **OFFICE_OF_ORG,
    **ALL_SEEING,
}


def of_import(table: str) -> dict[str, Rows]:
    return {OPERATOR: of_visible("import_job", table), **ALL_SEEING, **WORKERS}


# What an import writes, and so what undoing it changes or removes.
UNDOABLE = frozenset(
    {
        *("org", "academic_session", "course", "section", "staff", "student"),
        *("section_staff", "enrollment", "line_item", "result"),
    }
)
# For each of them, what goes with a record that is removed, and the column that leads to it.
WITH_RECORD: Mapping[str, Mapping[str, str]] = {
    "student": {"student_standing": "student_id"},  # computed from what is gone
}

READ: Policies = {
    # What standing is computed from, and what imports look for, is open to the worker as well.
    "org": {**CATALOG, WORKER: being_undone("org")},
    "academic_session": CATALOG | WORKERS,
    "staff": CATALOG | WORKERS,
    "grade_scale": CATALOG | WORKERS,
    "grade_scale_entry": CATALOG | WORKERS,
    "course": CATALOG | WORKERS,
    "course_prerequisite": CATALOG,
    "section": CATALOG | WORKERS,
    "section_staff": CATALOG | WORKERS,
    "line_item": CATALOG | WORKERS,
    "student": {
        STUDENT: own("id"),
        GUARDIAN: wards("id"),
        TEACHER: taught("id"),
        **OFFICE_OF_ORG,
        **ALL_SEEING,
        **WORKERS,
    },
    "enrollment": OF_SECTION | WORKERS,
    "result": OF_SECTION
    | {STUDENT: own("student_id") & POSTED, GUARDIAN: wards("student_id") & POSTED}
    | WORKERS,
    # For the worker, what keeps a new student whose import is undone.
    "hold": of_student("hold") | {WORKER: being_unmade("student", "student_id")},
    "student_standing": of_student("student_standing") | {TEACHER: taught("student_id")} | WORKERS,
    "account": to(*PEOPLE, rows=OWN_ACCOUNT) | ADMINS | WORKERS,
    "guardianship": {
        GUARDIAN: OF_OWN_ACCOUNT,
        WORKER: being_unmade("student", "student_id"),
        **ADMINS,
    },
    "import_job": to(OPERATOR, rows=own_orgs("org_id")) | ALL_SEEING | WORKERS,
    "import_issue": of_import("import_issue"),
    "import_change": of_import("import_change"),
    "import_preview": of_import("import_preview"),
    "import_cancellation": of_import("import_cancellation"),
    "report_job": to(*PEOPLE, rows=REQUESTED) | ADMINS | WORKERS,
    "audit_entry": ALL_SEEING,
    "outbox": WORKERS,
    "inbox": WORKERS,
    "idempotency_key": to(*PEOPLE, rows=OF_OWN_SUBJECT) | WORKERS,
}

# Whoever may add a row may change it, to what they might have added.
WRITE: Policies = {
    "org": to(OPERATOR, rows=own_orgs("parent_id")) | ADMINS,
    "academic_session": to(REGISTRAR, OPERATOR, ADMIN, rows=EVERY_FOR_ACCOUNT),
    "staff": OFFICE_OF_ORG | ADMINS,
    "grade_scale": to(OPERATOR, ADMIN, rows=EVERY_FOR_ACCOUNT),
    "grade_scale_entry": to(OPERATOR, ADMIN, rows=EVERY_FOR_ACCOUNT),
    "course": OFFICE_OF_ORG | ADMINS,
    "course_prerequisite": to(REGISTRAR, OPERATOR, rows=COURSE_OF_OWN_ORGS) | ADMINS,
    "section": OFFICE_OF_ORG | ADMINS,
    "section_staff": to(REGISTRAR, OPERATOR, rows=SECTION_OF_OWN_ORGS) | ADMINS,
    "line_item": {TEACHER: OWN_SECTIONS, **OFFICE_OF_ORG, **ADMINS},
    "student": OFFICE_OF_ORG | ADMINS,
    "enrollment": OFFICE_OF_ORG | ADMINS,
    "result": {TEACHER: OWN_SECTIONS, **OFFICE_OF_ORG, **ADMINS},
    "hold": to(REGISTRAR, rows=of_visible("student", "hold")) | ADMINS,
    "student_standing": WORKERS,
    "account": ADMINS,
    "guardianship": ADMINS,
}

ADD: Policies = {
    **WRITE,
    "import_job": {OPERATOR: own_orgs("org_id") & AS_SELF, ADMIN: AS_SELF},
    "import_issue": to(OPERATOR, ADMIN, rows=of_visible("import_job", "import_issue")) | WORKERS,
    "import_change": to(OPERATOR, ADMIN, rows=of_visible("import_job", "import_change")) | WORKERS,
    "import_preview": WORKERS,
    "import_cancellation": to(
        OPERATOR, ADMIN, rows=of_visible("import_job", "import_cancellation")
    ),
    "report_job": to(TEACHER, REGISTRAR, OPERATOR, ADMIN, rows=AS_SELF),
    "audit_entry": to(TEACHER, REGISTRAR, OPERATOR, ADMIN, rows=SIGNED)
    | {WORKER: SIGNED_BY_WORKER},
    "outbox": to(*PEOPLE, rows=EVERY_FOR_ACCOUNT) | WORKERS,
    "inbox": WORKERS,
    "idempotency_key": to(*PEOPLE, rows=OF_OWN_SUBJECT),
}

CHANGE: Policies = {
    **WRITE,
    **{table: {**WRITE[table], WORKER: being_undone(table)} for table in sorted(UNDOABLE)},
    "import_job": to(OPERATOR, rows=own_orgs("org_id")) | ADMINS | WORKERS,
    "report_job": WORKERS,
    # Taken with FOR UPDATE, so that two relays share the work.
    "outbox": WORKERS,
}

REMOVE: Policies = {
    **dict.fromkeys(
        # An import that is planned again is told of anew.
        ("outbox", "inbox", "idempotency_key", "import_issue", "import_preview"),
        WORKERS,
    ),
    "import_change": {WORKER: OF_IMPORT_BEING_UNDONE},
    **{table: {WORKER: being_unmade(table)} for table in sorted(UNDOABLE)},
    **{
        part: {WORKER: being_unmade(table, column)}
        for table, parts in WITH_RECORD.items()
        for part, column in parts.items()
    },
}

POLICIES: Mapping[Command, Policies] = {
    "select": READ,
    "insert": ADD,
    "update": CHANGE,
    "delete": REMOVE,
}

# Columns that these commands may not name, whatever the row: keys, what triggers count,
# and in whose name a job runs.
FIXED_ON_CHANGE: Mapping[str, frozenset[str]] = {
    "import_job": frozenset({"org_id", "requested_by", "requested_role", "object_key"}),
    "report_job": frozenset({"report", "parameters", "requested_by", "requested_role"}),
    "section": frozenset({"seats_taken"}),
}
FIXED_ON_ADD: Mapping[str, frozenset[str]] = {"section": frozenset({"seats_taken"})}
