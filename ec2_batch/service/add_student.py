"""Add a student and, if asked, a place in a course: what one row of `name,email,course` does."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from psycopg2.extensions import connection as Connection
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from ec2_batch.imports.issue import BadValueError, UnreadableFileError
from ec2_batch.imports.references.read_references import read_references
from ec2_batch.imports.references.references import References
from ec2_batch.service.new_student import NewStudent, read_new_student
from ec2_batch.service.place_student import place_student
from ec2_batch.service.problems import ProblemError, constraint_of
from ec2_batch.service.records import Visit, demand
from ec2_batch.service.student_list import student_rows
from schema.access.roles import Permission
from schema.audit import new_record_changes
from schema.events import StudentCreated
from schema.models import Course, Student
from schema.rules.student import TAKEN


def add_student(visit: Visit, body: dict[str, Any]) -> dict[str, Any]:
    """Add the student that a body describes, and return the student as listed.

    The school is the one named, or else the course's, the sender's only one, the whole district.

    Raises:
        ProblemError: the body, or what it refers to, cannot be used.
    """
    wanted = read_new_student(body)
    if wanted.course:
        demand(visit.caller, Permission.ENROLLMENT_WRITE)
    known = references(visit)
    course_id = found(known.courses.find, "course", wanted.course)
    school_id = found(known.schools.find, "school", wanted.school)
    school_id = school_id or school_of(visit, course_id) or known.default_school
    if school_id is None:
        raise ProblemError(422, "You have several schools: name one.", pointer="/school")
    student_id = insert_student(visit, wanted, school_id)
    if course_id:
        place_student(visit, student_id, course_id)
    listed = student_rows().where(Student.id == student_id)
    return dict(visit.connection.execute(listed).mappings().one())


def references(visit: Visit) -> References:
    """Return the sender's schools and courses, as an import by the same person knows them."""
    connection = cast(Connection, visit.connection.connection.driver_connection)
    with connection.cursor() as cursor:
        try:
            return read_references(cursor, datetime.now(UTC).date(), {"course"})
        except UnreadableFileError as nothing:
            raise ProblemError(403, nothing.issue.message) from None


def found(find: Callable[[str], int], member: str, name: str | None) -> int | None:
    """Return the id of what a member of the body names, if it names anything."""
    if name is None:
        return None
    try:
        return find(name)
    except BadValueError as unknown:
        raise ProblemError(422, unknown.message, pointer=f"/{member}") from None


def school_of(visit: Visit, course_id: int | None) -> int | None:
    if course_id is None:
        return None
    return visit.connection.scalars(select(Course.org_id).where(Course.id == course_id)).one()


def insert_student(visit: Visit, wanted: NewStudent, org_id: int) -> int:
    """Insert the student, and return the id.

    Raises:
        ProblemError: what is one student's only is another's already.
    """
    values = {
        "sourced_id": wanted.sourced_id,
        "student_number": wanted.student_number,
        "given_name": wanted.given_name,
        "family_name": wanted.family_name,
        "email": wanted.email,
    }
    row = values | {"org_id": org_id}
    try:
        student_id = visit.connection.scalars(insert(Student).returning(Student.id), row).one()
    except IntegrityError as refusal:
        raise already_there(wanted, constraint_of(refusal)) or refusal from None
    changes = new_record_changes(values)
    visit.tell("create", StudentCreated(student_id), entity="student", changes=changes)
    return student_id


def already_there(wanted: NewStudent, constraint: str | None) -> ProblemError | None:
    """Return which member gives what another student has; None if it is none of these."""
    column, sentence = TAKEN.get(constraint or "", (None, ""))
    if column is None:
        return None
    if column == "student_number" and wanted.own_number:
        return ProblemError(409, sentence, pointer="/studentNumber")
    if column != "email":  # made of the address, which may have been changed since
        sentence = "A student was added with this e-mail address before."
    return ProblemError(409, sentence, pointer="/email")
