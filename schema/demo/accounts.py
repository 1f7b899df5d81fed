"""Accounts: one of each role, so that every token of the demo finds a person."""

from collections.abc import Mapping

from psycopg2.extensions import cursor as Cursor

from schema.access.roles import Role
from schema.demo.people import DEMO_STUDENT
from schema.demo.schools import DISTRICT

STUDENT = f"student-{DEMO_STUDENT}"
WARDS = (STUDENT, f"student-{DEMO_STUDENT + 1}")
# Role: sourced ids of student, member of staff and organisation.
PEOPLE: dict[Role, tuple[str | None, str | None, str | None]] = {
    Role.STUDENT: (STUDENT, None, None),
    Role.GUARDIAN: (None, None, None),
    Role.TEACHER: (None, "staff-1", "org-school-1"),
    Role.REGISTRAR: (None, "staff-registrar", DISTRICT),
    Role.OPERATOR: (None, "staff-operator", DISTRICT),
    Role.ADMIN: (None, "staff-admin", DISTRICT),
    Role.AUDITOR: (None, "staff-auditor", DISTRICT),
}

# The demo's own account of a role is known by its person, not by its subject.
FIND = """
    SELECT min(account.id) FROM account
      LEFT JOIN student ON student.id = account.student_id
      LEFT JOIN staff ON staff.id = account.staff_id
     WHERE account.role = %(role)s
       AND student.sourced_id IS NOT DISTINCT FROM %(student)s
       AND staff.sourced_id IS NOT DISTINCT FROM %(staff)s
       AND (account.role <> 'guardian' OR EXISTS (
             SELECT FROM guardianship JOIN student ward ON ward.id = guardianship.student_id
              WHERE guardianship.account_id = account.id AND ward.sourced_id = %(ward)s))
"""
ADD = """
    INSERT INTO account (subject, role, student_id, staff_id, org_id)
    SELECT %(subject)s, %(role)s,
           (SELECT id FROM student WHERE sourced_id = %(student)s),
           (SELECT id FROM staff WHERE sourced_id = %(staff)s),
           (SELECT id FROM org WHERE sourced_id = %(org)s)
    RETURNING id
"""
ADD_WARDS = """
    INSERT INTO guardianship (account_id, student_id)
    SELECT %(account)s, id FROM student WHERE sourced_id = ANY (%(wards)s)
"""
CHANGE = (
    "UPDATE account SET subject = %(subject)s WHERE id = %(account)s AND subject <> %(subject)s"
)


def link_accounts(cursor: Cursor, subjects: Mapping[Role, str]) -> None:
    """Give each role's demo account its subject; an unnamed one is kept, or starts as `demo-…`."""
    for role in Role:
        account = _find(cursor, role)
        if account is None:
            _add(cursor, role, subjects.get(role, f"demo-{role}"))
        elif role in subjects:
            cursor.execute(CHANGE, {"account": account, "subject": subjects[role]})


def _find(cursor: Cursor, role: Role) -> int | None:
    student, staff, _ = PEOPLE[role]
    parameters = {"role": role, "student": student, "staff": staff, "ward": STUDENT}
    cursor.execute(FIND, parameters)
    row: tuple[int | None] | None = cursor.fetchone()
    return row[0] if row else None


def _add(cursor: Cursor, role: Role, subject: str) -> None:
    student, staff, org = PEOPLE[role]
    person = {"student": student, "staff": staff, "org": org}
    cursor.execute(ADD, {"role": role, "subject": subject, **person})
    if role is Role.GUARDIAN:
        cursor.execute(ADD_WARDS, {"account": cursor.fetchone(), "wards": list(WARDS)})
