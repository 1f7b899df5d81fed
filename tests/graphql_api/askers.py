"""Askers: the small district's callers at the API, and what they may ask for by name."""

from typing import Any

from schema.access.caller import Caller
from schema.models import Student
from tests.conftest import Database
from tests.graphql_api.conftest import Answer, Api
from tests.schema.school import School

# The tables whose rows a global id can name.
TABLES = (
    *("student", "enrollment", "result", "hold"),
    *("import_job", "report_job", "section", "line_item"),
)

STUDENT = "query($by: StudentBy!) { student(by: $by) { id } }"
CREATE = """
mutation($input: StudentCreateInput!) {
  studentCreate(input: $input) { student { id } userErrors { __typename code message path } }
}
"""
UPDATE = """
mutation($input: StudentUpdateInput!) {
  studentUpdate(input: $input) { student { id } userErrors { __typename code message path } }
}
"""
ENROLL = """
mutation($input: EnrollInput!) {
  enroll(input: $input) { enrollment { id } userErrors { __typename code message path } }
}
"""
DROP = """
mutation($input: DropInput!) {
  drop(input: $input) { enrollment { id } userErrors { __typename code message path } }
}
"""


def ask(api: Api, caller: Caller, query: str, variables: dict[str, Any] | None = None) -> Answer:
    return api(query, variables, role=caller.role, subject=caller.subject)


def an_id(school: School, table: str, whose: str) -> str:
    """Return the global id of somebody's row."""
    return f"{table}_{school.key(table, whose)}"


def keys_of(database: Database, school: School, whose: str) -> dict[str, str]:
    """Return what a student can be looked up by."""
    with database.owner_session() as session:
        student = session.get_one(Student, school.key("student", whose))
        return {
            "id": f"student_{student.id}",
            "sourcedId": student.sourced_id,
            "studentNumber": student.student_number,
            "email": str(student.email),
        }


def org_of(database: Database, school: School, whose: str) -> str:
    """Return the global id of a student's school."""
    with database.owner_session() as session:
        return f"org_{session.get_one(Student, school.key('student', whose)).org_id}"
