"""Add a student and, if asked, a place in a course: what one row of `name,email,course` does."""

from typing import Any

from sqlalchemy import func, insert, select

from ec2_batch.service.new_student import NewStudent, read_new_student
from ec2_batch.service.place_student import find_course, place_student
from ec2_batch.service.problems import ProblemError
from ec2_batch.service.records import Visit, demand
from ec2_batch.service.student_list import student_rows
from schema.access.roles import Permission
from schema.events import StudentCreated
from schema.models import Account, Org, Staff, Student


def add_student(visit: Visit, body: dict[str, Any]) -> dict[str, Any]:
    """Add the student that a body describes, and return the student as listed.

    The school is the one named, or else the course's, the sender's own, the whole district.

    Raises:
        ProblemError: the body, or what it refers to, cannot be used.
    """
    wanted = read_new_student(body)
    own = own_school(visit)
    school_id = find_school(visit, wanted.school) if wanted.school else None
    course = None
    if wanted.course:
        demand(visit.caller, Permission.ENROLLMENT_WRITE)
        course = find_course(visit, wanted.course, school_id=school_id, own_school=own)
    student_id = insert_student(visit, wanted, school_id or (course.org_id if course else own))
    if course:
        place_student(visit, student_id, course)
    listed = student_rows().where(Student.id == student_id)
    return dict(visit.connection.execute(listed).mappings().one())


def insert_student(visit: Visit, wanted: NewStudent, org_id: int) -> int:
    """Insert the student, and return the id."""
    row = {
        "org_id": org_id,
        "sourced_id": wanted.sourced_id,
        "student_number": wanted.student_number,
        "given_name": wanted.given_name,
        "family_name": wanted.family_name,
        "email": wanted.email,
    }
    student_id = visit.connection.scalars(insert(Student).returning(Student.id), row).one()
    visit.tell(StudentCreated(student_id))
    return student_id


def find_school(visit: Visit, name: str) -> int:
    """Return the id of the school of a name, number or sourcedId."""
    orgs = visit.connection.execute(
        select(Org.id, Org.name, Org.identifier, Org.sourced_id).order_by(Org.id)
    )
    for org_id, *names in orgs:
        if name.casefold() in (known.casefold() for known in names if known):
            return int(org_id)
    raise ProblemError(422, "No school is known by this name.", pointer="/school")


def own_school(visit: Visit) -> int:
    """Return the sender's school; for a sender of none, the district."""
    account = (
        select(func.coalesce(Account.org_id, Staff.org_id))
        .outerjoin(Staff, Staff.id == Account.staff_id)
        .where(Account.subject == visit.caller.subject, Account.role == visit.caller.role)
    )
    district = select(Org.id).where(Org.parent_id.is_(None)).order_by(Org.id)
    for statement in (account, district):
        if org_id := visit.connection.scalars(statement).first():
            return org_id
    raise ProblemError(422, "There is no school to add the student to.", pointer="/school")
