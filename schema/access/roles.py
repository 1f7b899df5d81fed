"""Roles: who somebody is to the school, and what that lets them do."""

from enum import StrEnum


class Role(StrEnum):
    """What a caller is; a token names exactly one."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    REGISTRAR = "registrar"
    OPERATOR = "operator"
    ADMIN = "admin"
    AUDITOR = "auditor"

    @property
    def database_role(self) -> str:
        """The PostgreSQL role whose row-level policies apply."""
        return f"app_{self.value}"


class Permission(StrEnum):
    """What a caller may do; which rows it may do it to is the database's to say."""

    RECORDS_READ = "records_read"
    STUDENT_WRITE = "student_write"
    ENROLLMENT_WRITE = "enrollment_write"
    CATALOG_WRITE = "catalog_write"
    HOLD_WRITE = "hold_write"
    GRADE_POST = "grade_post"
    ERASE = "erase"
    IMPORT = "import"
    REPORT = "report"
    AUDIT_READ = "audit_read"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.STUDENT: frozenset({Permission.RECORDS_READ}),
    Role.GUARDIAN: frozenset({Permission.RECORDS_READ}),
    Role.TEACHER: frozenset({Permission.RECORDS_READ, Permission.GRADE_POST, Permission.REPORT}),
    Role.REGISTRAR: frozenset(
        {
            Permission.RECORDS_READ,
            Permission.STUDENT_WRITE,
            Permission.ENROLLMENT_WRITE,
            Permission.CATALOG_WRITE,
            Permission.HOLD_WRITE,
            Permission.GRADE_POST,
            Permission.REPORT,
        }
    ),
    Role.OPERATOR: frozenset({Permission.RECORDS_READ, Permission.IMPORT, Permission.REPORT}),
    Role.ADMIN: frozenset(Permission),
    Role.AUDITOR: frozenset({Permission.RECORDS_READ, Permission.AUDIT_READ}),
}

# The batch host's own bookkeeping: job states, relay, standing. No token names it.
WORKER_ROLE = "app_worker"
