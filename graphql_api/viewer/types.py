"""The viewer: who asks."""

from graphql_api.declare.fields import column, from_caller, record, to_one
from graphql_api.org.types import Org
from graphql_api.staff.types import Staff
from graphql_api.student.types import Student
from schema.access.caller import Caller
from schema.access.roles import PERMISSIONS, Permission, Role
from schema.models import Account


def permissions(caller: Caller) -> list[str]:
    """Return the names of what a caller may do."""
    return sorted(permission.name for permission in PERMISSIONS[caller.role])


@record(Account)
class Viewer:
    """Who asks, and what they are to the school."""

    subject: str = column(Account.subject, "The subject of the token.")
    role: Role = column(Account.role, "The role the token names.")
    permissions: list[Permission] = from_caller(permissions, "What the role may do.")
    student: Student | None = to_one(Account.student, "The student that the viewer is.")
    staff: Staff | None = to_one(Account.staff, "The member of staff that the viewer is.")
    org: Org | None = to_one(Account.org, "The organisation that the viewer works for.")
